using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Earshot.Tests.Inference;

namespace Earshot.Tests.EndToEnd;

/// <summary>What a process of the built program wrote and returned.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>All that a person saw.</summary>
    public string Shown => Output + Error;
}

/// <summary>A folder in which the built program is started as a process of its own, as a person would; deleted at the end.</summary>
internal sealed class WorkingFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _home = new();

    /// <summary>The program as this build made it.</summary>
    public static string Program { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "earshot.dll");

    public string Path => _folder.Path;

    /// <summary>Variables that the program is started with besides those of the tests.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Lets the program find the transformer and the library it runs on; skips the test where they are not here.</summary>
    public void UseTeacher()
    {
        Environment["EMBED__TEACHER"] = Shared.Path("models/all-MiniLM-L6-v2");
        Environment["MODELS__ONNXRUNTIME"] = OnnxLibrary.Path;
    }

    public string At(params string[] parts) => _folder.At(parts);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        string path = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Runs the program to its end.</summary>
    public ProgramRun Run(params string[] arguments) => Finish(Start(arguments));

    /// <summary>Starts the program.</summary>
    public Process Start(params string[] arguments) => StartProcess("dotnet", [Program, .. arguments]);

    /// <summary>Starts any program in this folder, without what the settings of whoever runs the tests would change.</summary>
    public Process StartProcess(string file, params string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments) { UseShellExecute = false, WorkingDirectory = Path, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;
        start.Environment["HOME"] = _home.Path;
        start.Environment["DOTNET_TieredCompilation"] = "1"; // many short processes: a quick start counts more than full speed
        foreach ((string name, string value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end of a process and takes what it wrote.</summary>
    public static ProgramRun Finish(Process process)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            process.WaitForExit();
            return new ProgramRun(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
    }

    /// <summary>Runs the program, which has to succeed.</summary>
    public ProgramRun Succeed(params string[] arguments)
    {
        ProgramRun run = Run(arguments);
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode} of {string.Join(' ', arguments)}\n{run.Error}");
        return run;
    }

    /// <summary>Runs the program, which has to succeed, and reads the JSON it printed.</summary>
    public JsonElement Json(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Succeed([.. arguments, "--json"]).Output);
        return document.RootElement.Clone();
    }

    /// <summary>Runs the program, which has to refuse: with this exit code, an error that holds the value, and a hint; without a word of stdout.</summary>
    public ProgramRun Refuse(int exitCode, string value, params string[] arguments)
    {
        ProgramRun run = Run(arguments);
        AssertRefusal(run, exitCode, value);
        return run;
    }

    public static void AssertRefusal(ProgramRun run, int exitCode, string value)
    {
        int at = run.Error.StartsWith("error: ", StringComparison.Ordinal) ? 0 : run.Error.IndexOf("\nerror: ", StringComparison.Ordinal) + 1;
        Assert.True(at >= 0 && run.Error[at..].StartsWith("error: ", StringComparison.Ordinal), $"exit code {run.ExitCode} without an error:\n{run.Error}");
        Assert.Contains(value, run.Error[at..]);
        Assert.Matches(@"\n\nhint: \S", run.Error[at..]);
        Assert.DoesNotContain("unforeseen", run.Error);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
    }

    /// <summary>Rows of a query over a workspace, each as its cells between bars.</summary>
    public IReadOnlyList<string> Sql(string workspace, string query) =>
        [.. Json("sql", query, "--workspace", workspace).EnumerateArray().Select(row => string.Join('|', row.EnumerateObject().Select(cell => cell.Value.ToString())))];

    /// <summary>Hashes of the files that must come out the same: data, analysis and report.</summary>
    public SortedDictionary<string, string> Results(string workspace)
    {
        SortedDictionary<string, string> hashes = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(At(workspace), "*", SearchOption.AllDirectories))
        {
            string name = System.IO.Path.GetRelativePath(At(workspace), path);
            bool isData = name.EndsWith(".parquet", StringComparison.Ordinal) || name.EndsWith("analysis.json", StringComparison.Ordinal);
            if (isData || name.StartsWith("reports", StringComparison.Ordinal)) hashes.Add(name, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
        }

        return hashes;
    }

    /// <summary>Files and folders that a run leaves only when it is killed.</summary>
    public IEnumerable<string> HalfWritten() => Directory.EnumerateFileSystemEntries(Path, "*.partial*", SearchOption.AllDirectories);

    public void Dispose()
    {
        _folder.Dispose();
        _home.Dispose();
    }
}
