using System.Runtime.InteropServices;
using Earshot.Core;

namespace Earshot.Storage.DuckDb;

/// <summary>Finds DuckDB's library: <c>EARSHOT_DUCKDB</c> when set, else beside the program, where the build puts it.</summary>
public static class NativeLibraryLocator
{
    private static readonly Lock Gate = new();
    private static bool _registered;

    /// <summary>File name of the library on this operating system.</summary>
    public static string FileName { get; } =
        OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    /// <summary>Where the library is looked for; the file may be absent.</summary>
    public static string ExpectedPath =>
        Environment.GetEnvironmentVariable("EARSHOT_DUCKDB") ?? Path.Combine(AppContext.BaseDirectory, FileName);

    /// <summary>DuckDB's version, such as v1.5.6, from the library itself.</summary>
    /// <exception cref="EarshotException">The library can't be loaded.</exception>
    public static unsafe string LoadVersion() => DuckDbDatabase.Text(DuckDbNative.duckdb_library_version()) ?? "";

    internal static void Register()
    {
        lock (Gate)
        {
            if (_registered) return;
            NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLocator).Assembly, (name, _, _) => name == "duckdb" ? Load() : 0);
            _registered = true;
        }
    }

    private static nint Load()
    {
        string path = ExpectedPath;
        if (NativeLibrary.TryLoad(path, out nint library)) return library;
        throw new EarshotException(
            $"DuckDB's library could not be loaded from {path} ({RuntimeInformation.RuntimeIdentifier})",
            "rebuild with ./earshot --version (the build fetches it with npm), or set EARSHOT_DUCKDB to the file");
    }
}
