using System.CommandLine;
using Earshot.Configuration;

namespace Earshot.CommandLine;

/// <summary>
/// A command as this program writes them: what it does, examples for its help, the settings it takes as options, and a function that does
/// the work and returns an <see cref="ExitCode"/>. Faults are thrown as <see cref="Core.EarshotException"/>.
/// </summary>
internal sealed class EarshotCommand(string name, string description) : Command(name, description)
{
    private readonly List<(Setting Setting, Option Option)> _settings = [];

    /// <summary>Whole command lines with what each does, shown in <c>--help</c> and in the reference.</summary>
    public IReadOnlyList<(string Line, string Meaning)> Examples { get; init; } = [];

    /// <summary>Does the work.</summary>
    public required Func<Invocation, int> Run { get; init; }

    /// <summary>Whether its argument is words of a language, which a shell divides at their blanks.</summary>
    public bool TakesWords { get; init; }

    /// <summary>Workspace where none is given; without it or where it gives null, the current folder or the only workspace in it.</summary>
    public Func<Invocation, string?>? DefaultWorkspace { get; init; }

    /// <summary>What its help says instead of a setting's default, where the command has one of its own.</summary>
    public IReadOnlyDictionary<Setting, string> Defaults { get; init; } = new Dictionary<Setting, string>();

    /// <summary>Settings that the command takes as options.</summary>
    public IReadOnlyList<(Setting Setting, Option Option)> SettingOptions => _settings;

    /// <summary>Adds <c>--workspace</c> and <c>--threads</c>: for everything that works on a workspace.</summary>
    public EarshotCommand OnWorkspace() => With(SettingTable.Workspace, SettingTable.Threads);

    /// <summary>Adds the options of how topics are found and told: for whatever builds.</summary>
    public EarshotCommand FindingTopics() => With(
        SettingTable.TopicMethod, SettingTable.TopicDetail, SettingTable.TopicCount, SettingTable.TopicSample,
        SettingTable.Clusters, SettingTable.BatchSize, SettingTable.TopicSeed, SettingTable.WindowDays);

    /// <summary>Adds <c>--json</c>: for everything that reports.</summary>
    public EarshotCommand Reporting()
    {
        Options.Add(SharedOptions.Json);
        return this;
    }

    /// <summary>Adds options for settings, under the names the table gives them.</summary>
    public EarshotCommand With(params ReadOnlySpan<Setting> settings)
    {
        foreach (Setting setting in settings)
        {
            string[] aliases = setting == SettingTable.Workspace ? ["-w"] : [];
            string flag = setting.Option ?? throw new ArgumentException($"{setting.Key} has no option in SettingTable", nameof(settings));
            Option option = setting.IsFlag
                ? new Option<bool>(flag, aliases) { Description = setting.Description }
                : new Option<string>(flag, aliases) { Description = Described(setting), HelpName = HelpName(setting) };
            if (setting.Choices.Count > 0) option.CompletionSources.Add([.. setting.Choices]);
            _settings.Add((setting, option));
            Options.Add(option);
        }

        return this;
    }

    /// <summary>Adds arguments and options of the command's own.</summary>
    public EarshotCommand With(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument) Arguments.Add(argument);
            else Options.Add((Option)symbol);
        }

        return this;
    }

    /// <summary>Adds commands below this one, which keeps doing its own work when it is typed alone.</summary>
    public EarshotCommand WithCommands(params ReadOnlySpan<Command> commands)
    {
        foreach (Command command in commands) Subcommands.Add(command);
        SetAction(_ => ExitCode.Success); // else the parser asks for one of them; Application does the work
        return this;
    }

    private string Described(Setting setting)
    {
        string initial = Defaults.TryGetValue(setting, out string? own) ? own
            : setting == SettingTable.Workspace ? "the current folder, or the only workspace in it"
            : setting.DefaultText;
        return initial.Length == 0 ? setting.Description : $"{setting.Description} (default {initial})";
    }

    private static string HelpName(Setting setting) =>
        setting == SettingTable.Workspace ? "FOLDER"
        : setting.Choices.Count > 0 ? string.Join('|', setting.Choices)
        : setting is Setting<int> ? "N"
        : setting is Setting<long> ? (setting.Kind.StartsWith("a size", StringComparison.Ordinal) ? "SIZE" : "N")
        : setting is Setting<DateOnly> ? "DATE" : "TEXT";
}
