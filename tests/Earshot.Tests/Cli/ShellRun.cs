using System.Diagnostics;

namespace Earshot.Tests.Cli;

/// <summary>A program run to its end, with what it wrote.</summary>
internal sealed record ShellRun(int ExitCode, string Output, string Error)
{
    /// <summary>Whether scripts for a POSIX shell can be run here.</summary>
    public static bool HasShell => !OperatingSystem.IsWindows();

    /// <summary>Runs a program with exactly the environment given.</summary>
    public static ShellRun Run(string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ShellRun(process.ExitCode, output, error.Result);
    }
}
