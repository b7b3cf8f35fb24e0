using Earshot.CommandLine;
using Earshot.Core;

namespace Earshot.Configuration;

/// <summary>Where settings are looked for.</summary>
internal sealed record SettingPlaces
{
    /// <summary>Folder that holds <c>.env</c> and that relative paths start from.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>Workspace where none is given.</summary>
    public string DefaultWorkspace { get; init; } = ".";

    /// <summary>Where that one came from.</summary>
    public string DefaultWorkspaceOrigin { get; init; } = SettingValue.DefaultOrigin;

    /// <summary>File given by <c>--config</c>, or null.</summary>
    public string? ConfigFile { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What the command line says.</summary>
    public SettingSource CommandLine { get; init; } = new();
}

/// <summary>What was read: settings, with defaults where a value was wrong, and everything that was wrong.</summary>
internal sealed record SettingsReading(Settings Settings, IReadOnlyList<string> Faults)
{
    /// <summary>The settings, or one error that tells all faults.</summary>
    public Settings OrThrow()
    {
        if (Faults.Count == 0) return Settings;
        string message = Faults.Count == 1 ? Faults[0] : $"{Faults.Count} settings are wrong\n" + string.Join('\n', Faults.Select(fault => "  " + fault));
        throw new EarshotException(
            message, "'earshot config' shows every setting and where it came from; docs/reference/settings.md explains each", ExitCode.Usage);
    }
}

/// <summary>Reads settings: defaults, then the workspace's earshot.json, then --config FILE, then .env, then the environment, then the command line.</summary>
internal static class SettingsReader
{
    public static SettingsReading Read(SettingPlaces places)
    {
        List<SettingSource> sources = [];
        if (places.ConfigFile is { } file) sources.Add(SettingSource.OfFile(Path.GetFullPath(file, places.CurrentFolder), file));
        string dotEnv = Path.Combine(places.CurrentFolder, ".env");
        if (File.Exists(dotEnv)) sources.Add(SettingSource.OfVariables(DotEnv.Parse(File.ReadLines(dotEnv)), ".env file"));
        sources.Add(SettingSource.OfVariables(places.Environment, "environment"));
        sources.Add(places.CommandLine);

        // the workspace is settled first, since its own file comes below all of these
        GivenSetting? given = sources.SelectMany(source => source.Given).LastOrDefault(candidate => candidate.Setting == SettingTable.Workspace);
        string workspaceFile = Path.Combine(Path.GetFullPath(given?.Text ?? places.DefaultWorkspace, places.CurrentFolder), SettingSource.FileName);
        List<string> faults = [];
        if (File.Exists(workspaceFile))
        {
            var source = SettingSource.OfFile(workspaceFile, Shown(workspaceFile, places.CurrentFolder));
            if (source.Given.Any(candidate => candidate.Setting == SettingTable.Workspace))
                faults.Add($"{Shown(workspaceFile, places.CurrentFolder)} can't set 'workspace': it is the workspace's own file");
            sources.Insert(0, source);
        }

        return Combine(sources, faults, places);
    }

    private static SettingsReading Combine(List<SettingSource> sources, List<string> faults, SettingPlaces places)
    {
        faults.AddRange(sources.SelectMany(source => source.Faults));
        Dictionary<Setting, SettingValue> values = SettingTable.All.ToDictionary(
            setting => setting, setting => new SettingValue(setting, setting.Default, SettingValue.DefaultOrigin));
        values[SettingTable.Workspace] = new SettingValue(SettingTable.Workspace, places.DefaultWorkspace, places.DefaultWorkspaceOrigin);
        foreach (GivenSetting given in sources.SelectMany(source => source.Given))
        {
            if (given.Setting.TryParse(given.Text, out object? value)) values[given.Setting] = new SettingValue(given.Setting, value, given.Origin);
            else faults.Add($"{given.Setting.Key} is '{Shown(given)}' ({given.Origin}); it must be {given.Setting.Kind}{Meant(given)}");
        }

        return new SettingsReading(new Settings(values.Values), faults);
    }

    private static string Meant(GivenSetting given) =>
        Suggestion.Nearest(given.Text, given.Setting.Choices) is { } near ? $"; did you mean {near}?" : "";

    private static string Shown(GivenSetting given) => given.Setting.IsSecret ? SecretNames.Mask : given.Text;

    private static string Shown(string path, string currentFolder)
    {
        string relative = Path.GetRelativePath(currentFolder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
