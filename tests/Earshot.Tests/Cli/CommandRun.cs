using Earshot.CommandLine;
using Earshot.Output;

namespace Earshot.Tests.Cli;

/// <summary>One command run in this process, in a folder of its own, with what it wrote.</summary>
internal sealed class CommandRun : IDisposable
{
    /// <summary>The current folder of the command.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("earshot-cli-").FullName;

    /// <summary>All of the command's environment.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>Runs a command line and returns its exit code.</summary>
    public int Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = Application.Run(arguments, new Surroundings { Terminal = new Terminal(output, error), Environment = Environment, CurrentFolder = Folder });
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
