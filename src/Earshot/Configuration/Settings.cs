namespace Earshot.Configuration;

/// <summary>The value of every setting, read and validated once before work begins; immutable.</summary>
internal sealed class Settings
{
    private readonly Dictionary<Setting, SettingValue> _values;

    internal Settings(IEnumerable<SettingValue> values) => _values = values.ToDictionary(value => value.Setting);

    /// <summary>Every setting at its default.</summary>
    public static Settings Defaults { get; } = new(SettingTable.All.Select(setting => new SettingValue(setting, setting.Default, SettingValue.DefaultOrigin)));

    /// <summary>All values with where they came from, in the order of <see cref="SettingTable"/>.</summary>
    public IEnumerable<SettingValue> Values => SettingTable.All.Select(setting => _values[setting]);

    /// <summary>The same settings but for one.</summary>
    public Settings With(SettingValue value) => new(Values.Where(other => other.Setting != value.Setting).Append(value));

    /// <summary>The value of a setting.</summary>
    public T Get<T>(Setting<T> setting) => (T)_values[setting].Value!;

    /// <summary>Whether a setting was given anywhere, rather than left at its default.</summary>
    public bool IsGiven(Setting setting) => Origin(setting) is not (SettingValue.DefaultOrigin or SettingValue.FoundOrigin);

    /// <summary>Where a value came from.</summary>
    public string Origin(Setting setting) => _values[setting].Origin;
}

/// <summary>A setting's value and where it came from, as shown to the user: "default", "environment TOPICS__CLUSTERS", "--clusters".</summary>
internal sealed record SettingValue(Setting Setting, object? Value, string Origin)
{
    public const string DefaultOrigin = "default";

    /// <summary>Origin of a workspace that nobody named: the one in the current folder.</summary>
    public const string FoundOrigin = "the only one here";

    /// <summary>Origin of what a command takes where nobody gave anything.</summary>
    public const string PresetOrigin = "the command's own";

    /// <summary>Whether an option or <c>--set</c> gave it.</summary>
    public bool IsFromCommandLine => Origin.StartsWith("--", StringComparison.Ordinal);

    /// <summary>The value as a user would write it; never a secret.</summary>
    public string Shown => Setting.IsSecret && Value is not "" ? SecretNames.Mask : Setting.Show(Value);
}
