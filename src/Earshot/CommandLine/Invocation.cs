using System.CommandLine;
using Earshot.Configuration;
using Earshot.Core.Runs;
using Earshot.Core.Text;
using Earshot.Logging;
using Earshot.Output;
using Earshot.Sessions;

namespace Earshot.CommandLine;

/// <summary>One run of one command: its arguments, the settings, where to write and whom to tell.</summary>
internal sealed class Invocation : IDisposable
{
    private readonly ParseResult _parse;
    private readonly EarshotCommand _command;
    private SettingsReading? _reading;
    private Logs? _logs;
    private ConsoleObserver? _console;
    private LoggingObserver? _observer;
    private readonly long _started;

    internal Invocation(ParseResult parse, EarshotCommand command, Surroundings surroundings)
    {
        _parse = parse;
        _command = command;
        Surroundings = surroundings;
        _started = surroundings.Clock.GetTimestamp();
    }

    public Surroundings Surroundings { get; }

    /// <summary>stdout for data, stderr for talk.</summary>
    public Terminal Terminal => Surroundings.Terminal;

    /// <summary>Set when the user presses Ctrl-C: throw <see cref="OperationCanceledException"/>, the exit code follows.</summary>
    public CancellationToken Cancellation => Surroundings.Cancellation;

    /// <summary>All settings; wrong ones are told at once by one exception (exit code 2).</summary>
    public Settings Settings => Reading.OrThrow();

    /// <summary>Settings and faults, for commands that show settings even where some are wrong.</summary>
    public SettingsReading Reading => _reading ??= ReadSettings();

    /// <summary>Whether <c>--json</c> was given.</summary>
    public bool Json => _command.Options.Contains(SharedOptions.Json) && _parse.GetValue(SharedOptions.Json);

    /// <summary>Whether <c>--quiet</c> was given.</summary>
    public bool Quiet => _parse.GetValue(SharedOptions.Quiet);

    /// <summary>Full path of the workspace.</summary>
    public string Workspace => FullPath(Settings.Get(SettingTable.Workspace));

    /// <summary>Threads to work with, at least 1.</summary>
    public int Threads => Settings.Get(SettingTable.Threads) is > 0 and int threads ? threads : Environment.ProcessorCount;

    /// <summary>Hears of long work: the screen and the log.</summary>
    public IRunObserver Observer =>
        _observer ??= new LoggingObserver(Quiet ? SilentObserver.Instance : _console = new ConsoleObserver(Terminal, Surroundings.Clock), Logs, _command.Name);

    /// <summary>The log; opened at the first line.</summary>
    public Logs Logs => _logs ??= new Logs(
        Reading.Settings, FullPath(Reading.Settings.Get(SettingTable.Workspace)), _parse.GetValue(SharedOptions.Verbose) ? Terminal.Error : null);

    /// <summary>The value of an option or its default.</summary>
    public T? Get<T>(Option<T> option) => _parse.GetValue(option);

    /// <summary>The value of an argument or its default.</summary>
    public T? Get<T>(Argument<T> argument) => _parse.GetValue(argument);

    /// <summary>A path given by the user, in full.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Surroundings.CurrentFolder);

    /// <summary>A note to the person on stderr; nothing with <c>--quiet</c>.</summary>
    public void Say(string line)
    {
        if (Quiet) return;
        ClearProgress();
        Terminal.Output.Flush(); // where both go to one file, what was written first stands first
        // The name of a file may hold anything; our own lines keep the blanks that align them.
        bool harmless = line.All(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format);
        Terminal.Error.WriteLine(harmless ? line : SafeText.ForTerminal(line));
    }

    /// <summary>Gives a setting that nobody gave a value of this command's own.</summary>
    public void Preset<T>(Setting<T> setting, T value)
    {
        if (!Settings.IsGiven(setting)) _reading = new SettingsReading(Settings.With(new SettingValue(setting, value, SettingValue.PresetOrigin)), []);
    }

    /// <summary>Whether an option stands on the command line.</summary>
    public bool IsGiven(Option option) => _parse.GetResult(option) is { Implicit: false };

    /// <summary>Keeps in the workspace what the command line decided about its content, and says so in one line.</summary>
    public void KeepSettings(Storage.Workspaces.Workspace workspace)
    {
        if (KeptSettings.Keep(workspace, Settings) is { } line) Say(line);
    }

    /// <summary>Whether partitions were being built: what is done of them stays.</summary>
    public bool Resumes => _observer is { HasBegun: true };

    /// <summary>Writes to the log how the command ended, where it did anything that the log tells of.</summary>
    public void LogEnd(string outcome)
    {
        if (_observer is not { HasBegun: true }) return;
        double seconds = Math.Round(Surroundings.Clock.GetElapsedTime(_started).TotalSeconds, 1);
        Logs.For(LogModule.Cli).ForContext(LoggingObserver.Told, true).Information("{Command} {Outcome} after {Seconds} s", _command.Name, outcome, seconds);
    }

    /// <summary>Takes progress bars off the screen, before something else is written.</summary>
    public void ClearProgress() => _console?.Clear();

    public void Dispose()
    {
        _console?.Dispose();
        _logs?.Dispose();
    }

    private SettingsReading ReadSettings()
    {
        string? own = _command.DefaultWorkspace?.Invoke(this);
        string? found = own is null ? WorkspaceSearch.Only(Surroundings.CurrentFolder) : null;
        string origin = found is null ? SettingValue.DefaultOrigin : SettingValue.FoundOrigin;
        return SettingsReader.Read(Places(own ?? found ?? ".", origin));
    }

    private SettingPlaces Places(string workspace, string origin) => new()
    {
        CurrentFolder = Surroundings.CurrentFolder,
        Environment = Surroundings.Environment,
        DefaultWorkspace = workspace,
        DefaultWorkspaceOrigin = origin,
        ConfigFile = _parse.GetValue(SharedOptions.Config),
        CommandLine = SettingSource.OfCommandLine(OptionsGiven(), _parse.GetValue(SharedOptions.Set) ?? []),
    };

    private IEnumerable<(Setting Setting, string Text)> OptionsGiven()
    {
        foreach ((Setting setting, Option option) in _command.SettingOptions)
        {
            if (_parse.GetResult(option) is not { Implicit: false } given) continue;
            yield return (setting, setting.IsFlag ? (given.GetValueOrDefault<bool>() ? "true" : "false") : given.GetValueOrDefault<string>() ?? "");
        }
    }
}
