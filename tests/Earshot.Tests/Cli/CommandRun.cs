using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Commands;
using Earshot.Output;

namespace Earshot.Tests.Cli;

/// <summary>One command run in this process, in a folder of its own, with what it wrote.</summary>
internal sealed class CommandRun : IDisposable
{
    /// <summary>The current folder of the command.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("earshot-cli-").FullName;

    /// <summary>All of the command's environment.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Whether the user has pressed Ctrl-C.</summary>
    public bool Interrupted { get; init; }

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>Runs a command line and returns its exit code.</summary>
    public int Run(params string[] arguments) => Run(CommandTree.Create(), arguments);

    /// <summary>Runs work as the command <c>work</c>, with all that the program puts around commands.</summary>
    public int RunWork(Func<Invocation, int> work, params string[] arguments)
    {
        RootCommand root = CommandTree.Create();
        root.Subcommands.Add(new EarshotCommand("work", "Works.") { Run = work }.OnWorkspace().Reporting());
        return Run(root, ["work", .. arguments]);
    }

    private int Run(RootCommand root, string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var surroundings = new Surroundings { Terminal = new Terminal(output, error), Environment = Environment, CurrentFolder = Folder, Cancellation = new CancellationToken(Interrupted) };
        int code = Application.Run(root, arguments, surroundings);
        Output = output.ToString();
        Error = error.ToString();
        return code;
    }

    /// <summary>Writes a file in the command's folder.</summary>
    public void Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
