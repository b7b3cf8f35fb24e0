using System.CommandLine;

namespace Earshot.CommandLine;

/// <summary>Options that mean the same on every command.</summary>
internal static class SharedOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "print the result as JSON" };
    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "no progress and no notes; errors still show", Recursive = true };
    public static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "show the log on stderr as it is written", Recursive = true };
    public static readonly Option<bool> NoColor = new("--no-color") { Description = "no colours (as NO_COLOR does)", Recursive = true };
    public static readonly Option<string> Config =
        new("--config") { Description = "settings file, read after the workspace's earshot.json", HelpName = "FILE", Recursive = true };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "any setting, may be given several times",
        HelpName = "KEY=VALUE",
        Recursive = true,
        Arity = new ArgumentArity(1, 1000),
        AllowMultipleArgumentsPerToken = false,
    };

    public static readonly Option<bool> Help = new("--help", "-h", "-?") { Description = "show this help", Recursive = true };

    public static readonly Option<bool> Version = new("--version") { Description = "print the version" };

    /// <summary>Those that every command takes, in the order of its help.</summary>
    public static IReadOnlyList<Option> Everywhere { get; } = [Config, Set, Quiet, Verbose, NoColor, Help];
}
