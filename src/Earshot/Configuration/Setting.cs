namespace Earshot.Configuration;

/// <summary>What is known of a setting: one line of <see cref="SettingTable"/> gives all of it to parsing, help, reference and <c>earshot config</c>.</summary>
internal abstract class Setting(string key, string kind, string description, string? option, IReadOnlyList<string> choices)
{
    /// <summary>Lower case, sections divided by dots: <c>topics.batch_size</c>.</summary>
    public string Key { get; } = key;

    /// <summary>What a value must be, as error messages say it: "a whole number from 2 to 65,536".</summary>
    public string Kind { get; } = kind;

    /// <summary>The words that a value must be one of; empty where it is no choice.</summary>
    public IReadOnlyList<string> Choices { get; } = choices;

    /// <summary>What it decides, one phrase without a full stop.</summary>
    public string Description { get; } = description;

    /// <summary>Its command-line option (<c>--clusters</c>); null where only <c>--set</c> reaches it.</summary>
    public string? Option { get; } = option;

    /// <summary>Its name in the environment: <c>TOPICS__BATCH_SIZE</c>, or <c>EARSHOT_THREADS</c> where the bare name could be somebody else's.</summary>
    public string Variable => Key.Contains('.') ? Key.ToUpperInvariant().Replace(".", "__") : "EARSHOT_" + Key.ToUpperInvariant();

    /// <summary>Whether another value makes other topics, so that a workspace keeps what it was built with: see <see cref="KeptSettings"/>.</summary>
    public bool DecidesContent => Key is "data.rows_per_partition"
        or "embed.with" or "embed.sample" or "embed.recheck" or "embed.minutes" or "embed.seed" or "embed.teacher" or "embed.precision"
        or "embed.model" or "embed.deployment" or "embed.dimensions" or "embed.mask"
        || Key.Split('.') is ["topics" or "text" or "analysis" or "tags", _];

    /// <summary>Whether the value is never shown.</summary>
    public bool IsSecret => SecretNames.IsSecret(Key);

    /// <summary>Whether the option stands alone, without a value.</summary>
    public abstract bool IsFlag { get; }

    /// <summary>The default as a user would write it.</summary>
    public abstract string DefaultText { get; }

    internal abstract object? Default { get; }

    /// <summary>Reads a value as written by a user; false where it is not <see cref="Kind"/>.</summary>
    internal abstract bool TryParse(string text, out object? value);

    /// <summary>A value as a user would write it.</summary>
    internal abstract string Show(object? value);
}

/// <summary>A setting whose value is a <typeparamref name="T"/>.</summary>
internal sealed class Setting<T>(
    string key, string kind, string description, string? option, T initial, Setting<T>.Parser parse, Func<T, string> show,
    IReadOnlyList<string>? choices = null)
    : Setting(key, kind, description, option, choices ?? [])
{
    /// <summary>Reads a value; false where the text is not one.</summary>
    public delegate bool Parser(string text, out T value);

    public override bool IsFlag => typeof(T) == typeof(bool);

    public override string DefaultText => show(initial);

    internal override object? Default => initial;

    internal override bool TryParse(string text, out object? value)
    {
        bool read = parse(text, out T typed);
        value = typed;
        return read;
    }

    internal override string Show(object? value) => show((T)value!);
}
