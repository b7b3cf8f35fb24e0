using Earshot.Configuration;
using Earshot.Storage.Workspaces;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Earshot.Logging;

/// <summary>Parts of the program that log under a name of their own.</summary>
internal enum LogModule
{
    /// <summary>Sources, partitions, files, queries.</summary>
    Data,

    /// <summary>Embeddings, clusters, topics.</summary>
    Ml,

    /// <summary>What serves others.</summary>
    Api,

    /// <summary>The command line itself.</summary>
    Cli,
}

/// <summary>
/// The log: JSON lines in a file of the day, and lines on stderr with <c>--verbose</c>. Opened at the first event, so that commands that log
/// nothing pay nothing; secrets are masked in whatever is written.
/// </summary>
internal sealed class Logs : IDisposable
{
    private const long FileBytes = 20_000_000;
    private const int FilesKept = 10;
    private readonly Settings _settings;
    private readonly TextWriter? _console;
    private readonly Lazy<Logger> _root;
    private readonly Lazy<string> _folder;

    /// <summary>A log for a workspace. With <paramref name="console"/>, events are shown there too.</summary>
    public Logs(Settings settings, string workspace, TextWriter? console)
    {
        _settings = settings;
        _console = console;
        _folder = new Lazy<string>(() => FolderFor(settings, workspace));
        _root = new Lazy<Logger>(Open);
    }

    /// <summary>Folder of the log files.</summary>
    public string Folder => _folder.Value;

    /// <summary>The log of a module.</summary>
    public ILogger For(LogModule module) => _root.Value.ForContext("Module", module.ToString().ToLowerInvariant());

    /// <summary>Keeps an exception that nobody expected; gives the log's folder, or null where no file is written.</summary>
    public string? WriteCrash(string command, Exception exception)
    {
        try
        {
            For(LogModule.Cli).Error(exception, "{Command} stopped on something unforeseen", command);
            return _settings.Get(SettingTable.LogFile) ? Folder : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (_root.IsValueCreated) _root.Value.Dispose();
    }

    private Logger Open()
    {
        LoggerConfiguration configuration = new LoggerConfiguration().MinimumLevel.Is(Level(_settings.Get(SettingTable.LogLevel)));
        if (_settings.Get(SettingTable.LogFile))
        {
            configuration.WriteTo.File(new LogLineFormatter(), Path.Combine(Folder, "earshot-.log"), rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: FileBytes, rollOnFileSizeLimit: true, retainedFileCountLimit: FilesKept, shared: true);
        }

        if (_console is not null) configuration.WriteTo.Sink(new ConsoleLogSink(_console));
        return configuration.CreateLogger();
    }

    // a folder that is no workspace yet is not littered with logs
    private static string FolderFor(Settings settings, string workspace)
    {
        if (settings.Get(SettingTable.LogFolder) is { Length: > 0 } chosen) return Path.GetFullPath(chosen, workspace);
        if (Workspace.Exists(workspace)) return Path.Combine(workspace, "logs");
        return Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "earshot", "logs");
    }

    private static LogEventLevel Level(string name) => Enum.Parse<LogEventLevel>(name, ignoreCase: true);
}
