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

    /// <summary>The value of a setting.</summary>
    public T Get<T>(Setting<T> setting) => (T)_values[setting].Value!;

    /// <summary>Whether a setting was given anywhere, rather than left at its default.</summary>
    public bool IsGiven(Setting setting) => _values[setting].Origin != SettingValue.DefaultOrigin;
}

/// <summary>A setting's value and where it came from, as shown to the user: "default", "environment TOPICS__CLUSTERS", "--clusters".</summary>
internal sealed record SettingValue(Setting Setting, object? Value, string Origin)
{
    public const string DefaultOrigin = "default";

    /// <summary>The value as a user would write it; never a secret.</summary>
    public string Shown => Setting.IsSecret ? SecretNames.Mask : Setting.Show(Value);
}
