using System.Diagnostics;

namespace Earshot.Tests.Cli;

/// <summary>The script ./earshot in a copy of the repository's shape, with stand-ins for dotnet and npm that say what they were asked.</summary>
public sealed class WrapperTests : IDisposable
{
    private const string FakeDotnet = """
        #!/bin/sh
        case $1 in
            --version) echo "${SDK:-10.0.100}" ;;
            publish)
                echo "publish" >>"$CALLS"
                [ -n "${BROKEN:-}" ] && { echo "error CS0000: it does not compile"; exit 1; }
                while [ "$1" != -o ]; do shift; done
                mkdir -p "$2" && : >"$2/earshot.dll"
                ;;
            *) shift; echo "ran in $(pwd) with: $*" ;;
        esac

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("earshot wrapper ").FullName;
    private readonly string _repository;
    private readonly string _tools;

    public WrapperTests()
    {
        if (!ShellRun.HasShell) Assert.Skip("the wrapper is a POSIX shell script");
        _repository = Path.Combine(_folder, "a clone");
        _tools = Path.Combine(_folder, "tools");
        Directory.CreateDirectory(Path.Combine(_repository, "src", "Earshot"));
        Directory.CreateDirectory(_tools);
        File.WriteAllText(Path.Combine(_repository, "src", "Earshot", "Program.cs"), "");
        File.Copy(Path.Combine(Shared.Repository, "earshot"), Path.Combine(_repository, "earshot"));
        AddTool("dotnet", FakeDotnet);
        AddTool("npm", "#!/bin/sh\n");
        AddTool("node", "#!/bin/sh\n");
        foreach (string tool in new[] { "sh", "find", "head", "mkdir", "mv", "rm", "cat", "touch", "date", "uname", "readlink", "sleep" })
            File.CreateSymbolicLink(Path.Combine(_tools, tool), File.Exists("/usr/bin/" + tool) ? "/usr/bin/" + tool : "/bin/" + tool);
    }

    [Fact]
    public void The_first_start_builds_and_says_so_and_later_ones_do_not()
    {
        ShellRun first = Start([], "topics", "a b");
        Assert.Equal((0, $"ran in {_folder} with: topics a b\n", "building Earshot, first use only (about 40 s) …\n"), (first.ExitCode, first.Output, first.Error));
        ShellRun second = Start([], "topics");
        Assert.Equal((0, $"ran in {_folder} with: topics\n", ""), (second.ExitCode, second.Output, second.Error));
        Assert.Equal(1, Builds);
    }

    [Fact]
    public void Changed_sources_are_built_again()
    {
        Start([]);
        File.SetLastWriteTimeUtc(Path.Combine(_repository, "src", "Earshot", "Program.cs"), DateTime.UtcNow.AddSeconds(5));
        Assert.Equal("building Earshot, its sources have changed …\n", Start([]).Error);
        Assert.Equal(2, Builds);
    }

    [Fact]
    public void It_starts_through_a_symbolic_link()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), Path.Combine(_repository, "earshot"));
        Assert.Equal($"ran in {_folder} with: --version\n", Run(Path.Combine(_folder, "link"), [], "--version").Output);
    }

    [Fact]
    public void A_missing_dotnet_is_named_with_where_to_get_it()
    {
        File.Delete(Path.Combine(_tools, "dotnet"));
        ShellRun run = Start([]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("""
            error: 'dotnet' is missing: Earshot needs the .NET 10 SDK

            hint: install it from https://dotnet.microsoft.com/download/dotnet/10.0 and type the same command again

            """, run.Error);
    }

    [Fact]
    public void A_missing_npm_is_named_with_where_to_get_it()
    {
        File.Delete(Path.Combine(_tools, "npm"));
        ShellRun run = Start([]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("""
            error: 'npm' is missing: Earshot gets DuckDB's library from it

            hint: install Node.js 18 or newer from https://nodejs.org (Debian: apt-get install nodejs npm) and type the same command again

            """, run.Error);
    }

    [Fact]
    public void An_old_sdk_is_refused_before_it_builds()
    {
        ShellRun run = Start(new() { ["SDK"] = "8.0.404" });
        Assert.Equal((2, 0), (run.ExitCode, Builds));
        Assert.StartsWith("error: no .NET 10 SDK found (the newest is 8.0.404)\n", run.Error);
    }

    [Fact]
    public void A_failed_build_shows_its_log_and_leaves_nothing_to_start()
    {
        ShellRun run = Start(new() { ["BROKEN"] = "1" });
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error CS0000: it does not compile\n", run.Error);
        Assert.Contains("\nerror: Earshot could not be built; the log is above and in ", run.Error);
        Assert.Equal(0, Start([]).ExitCode);
    }

    [Fact]
    public void A_clone_that_can_not_be_written_to_gets_a_clear_message()
    {
        File.WriteAllText(Path.Combine(_repository, ".earshot-build"), "in the way");
        ShellRun run = Start([]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"""
            error: {_repository} can't be written to, and Earshot is not built there yet

            hint: clone the repository to a folder of your own, or build it once as a user who may write there

            """, run.Error);
    }

    [Fact]
    public void Several_first_starts_at_once_build_once_and_all_run()
    {
        ShellRun[] runs = new ShellRun[4];
        Parallel.For(0, runs.Length, i => runs[i] = Start([], $"{i}"));
        Assert.All(runs, run => Assert.Equal(0, run.ExitCode));
        Assert.Equal(Enumerable.Range(0, 4).Select(i => $"ran in {_folder} with: {i}\n"), runs.Select(run => run.Output));
        Assert.Equal(1, Builds);
    }

    [Fact]
    public void A_lock_left_by_a_killed_build_is_taken_over()
    {
        using Process ended = Process.Start("/bin/sh", ["-c", "exit 0"]);
        ended.WaitForExit();
        Directory.CreateDirectory(Path.Combine(_repository, ".earshot-build", "lock"));
        File.WriteAllText(Path.Combine(_repository, ".earshot-build", "lock", "owner"), $"{ended.Id}\n");
        Assert.Equal(0, Start([]).ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private int Builds => File.Exists(Path.Combine(_folder, "calls")) ? File.ReadAllLines(Path.Combine(_folder, "calls")).Length : 0;

    private ShellRun Start(Dictionary<string, string> environment, params string[] arguments) => Run(Path.Combine(_repository, "earshot"), environment, arguments);

    private ShellRun Run(string wrapper, Dictionary<string, string> environment, params string[] arguments) => ShellRun.Run(
        _folder, new Dictionary<string, string>(environment) { ["PATH"] = _tools, ["CALLS"] = Path.Combine(_folder, "calls") }, Path.Combine(_tools, "sh"), [wrapper, .. arguments]);

    private void AddTool(string name, string script)
    {
        string path = Path.Combine(_tools, name);
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
