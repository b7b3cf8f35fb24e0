namespace Earshot.Tests.Cli;

/// <summary>native/install.mjs in a folder of its own, with a stand-in for npm.</summary>
public sealed class NativeInstallTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("earshot-native-").FullName;
    private readonly string? _node = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists);

    public NativeInstallTests()
    {
        if (!ShellRun.HasShell || _node is null) Assert.Skip("needs node and a POSIX shell");
        File.Copy(Path.Combine(Shared.Repository, "native", "install.mjs"), Path.Combine(_folder, "install.mjs"));
        File.Copy(Path.Combine(Shared.Repository, "native", "package-lock.json"), Path.Combine(_folder, "package-lock.json"));
    }

    [Fact]
    public void It_asks_npm_once_for_each_state_of_the_lock_file()
    {
        AddNpm("mkdir -p node_modules && echo \"$*\" >>calls");
        Assert.Equal(0, Install().ExitCode);
        Assert.Equal(0, Install().ExitCode);
        Assert.Equal("ci --ignore-scripts --no-audit --no-fund --loglevel=error\n", File.ReadAllText(Path.Combine(_folder, "calls")));
        File.AppendAllText(Path.Combine(_folder, "package-lock.json"), "\n");
        Assert.Equal(0, Install().ExitCode);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(_folder, "calls")).Length);
    }

    [Fact]
    public void A_failed_fetch_says_why_and_does_not_block_the_next_one()
    {
        AddNpm("echo no network >&2; exit 1");
        ShellRun failed = Install();
        Assert.Equal((1, "no network\n\nerror EARSHOT02: the native libraries could not be fetched from the npm registry; the log is above\n"), (failed.ExitCode, failed.Error));
        AddNpm("mkdir -p node_modules");
        Assert.Equal(0, Install().ExitCode);
    }

    [Fact]
    public void A_missing_npm_is_named()
    {
        ShellRun run = Install();
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error EARSHOT01: npm is missing: install Node.js 18 or newer", run.Error);
    }

    [Fact]
    public void A_lock_of_a_process_that_is_gone_is_taken_over()
    {
        using var ended = System.Diagnostics.Process.Start("/bin/sh", ["-c", "exit 0"]);
        ended.WaitForExit();
        File.WriteAllText(Path.Combine(_folder, ".install-lock"), $"{ended.Id}");
        AddNpm("mkdir -p node_modules");
        Assert.Equal(0, Install().ExitCode);
        Assert.False(File.Exists(Path.Combine(_folder, ".install-lock")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ShellRun Install() => ShellRun.Run(_folder, new Dictionary<string, string> { ["PATH"] = Path.Combine(_folder, "tools") }, _node!, "install.mjs");

    private void AddNpm(string script)
    {
        string tools = Directory.CreateDirectory(Path.Combine(_folder, "tools")).FullName;
        string path = Path.Combine(tools, "npm");
        File.WriteAllText(path, $"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
