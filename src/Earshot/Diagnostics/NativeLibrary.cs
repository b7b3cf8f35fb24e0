namespace Earshot.Diagnostics;

/// <summary>The DuckDB library beside the program.</summary>
internal static class NativeLibrary
{
    /// <summary>Name of the library's file on this system.</summary>
    public static string FileName => OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    /// <summary>Where the library is. Throws <see cref="FileNotFoundException"/> where it is missing.</summary>
    public static string Describe()
    {
        string path = Path.Combine(AppContext.BaseDirectory, FileName);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing");
    }
}
