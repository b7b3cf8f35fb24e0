namespace Earshot.Tests;

/// <summary>Finds the folder of reference data (<c>EARSHOT_SHARED</c>, default <c>../shared</c> beside the repository) and skips tests that need it where it is absent.</summary>
internal static class Shared
{
    private static readonly string? Folder = Locate();

    /// <summary>Full path of a file or folder of the reference data. Without it the test is skipped on a laptop and fails when CI=true.</summary>
    public static string Path(string relative)
    {
        if (Folder is null)
        {
            const string Reason = "reference data not found: set EARSHOT_SHARED to its folder";
            if (Environment.GetEnvironmentVariable("CI") == "true") throw new DirectoryNotFoundException(Reason);
            Assert.Skip(Reason);
        }

        return System.IO.Path.Combine(Folder!, relative);
    }

    /// <summary>Folder of this repository.</summary>
    public static string Repository { get; } = FindRepository();

    private static string? Locate()
    {
        string folder = Environment.GetEnvironmentVariable("EARSHOT_SHARED") ?? System.IO.Path.Combine(FindRepository(), "..", "shared");
        return Directory.Exists(folder) ? System.IO.Path.GetFullPath(folder) : null;
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(System.IO.Path.Combine(at.FullName, "earshot.slnx"))) return at.FullName;
        throw new DirectoryNotFoundException("no earshot.slnx above " + AppContext.BaseDirectory);
    }
}
