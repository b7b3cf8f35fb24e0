using System.Text.Json;
using Earshot.CommandLine;

namespace Earshot.Configuration;

/// <summary>A text given for a setting and where it stands.</summary>
internal sealed record GivenSetting(Setting Setting, string Text, string Origin);

/// <summary>What one source says: a file, .env, the environment or the command line. Faults are gathered, so that all are told at once.</summary>
internal sealed class SettingSource
{
    /// <summary>Name of the settings file in a workspace.</summary>
    public const string FileName = "earshot.json";

    private readonly List<GivenSetting> _given = [];
    private readonly List<string> _faults = [];

    public IReadOnlyList<GivenSetting> Given => _given;

    /// <summary>What is wrong in it: "unknown setting 'topics.clutsers' in earshot.json; did you mean 'topics.clusters'?".</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Reads a file of nested JSON objects. Comments and trailing commas are allowed, unknown keys are faults.</summary>
    public static SettingSource OfFile(string path, string shown)
    {
        var source = new SettingSource();
        try
        {
            using JsonDocument document =
                JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind == JsonValueKind.Object) source.AddObject(document.RootElement, "", shown);
            else source._faults.Add($"{shown} must hold one JSON object");
        }
        catch (JsonException e)
        {
            source._faults.Add(HasContent(path)
                ? $"{shown} is not valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}"
                : $"{shown} is empty: delete it, and type once more the options that it kept (such as --mask or --clusters)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            source._faults.Add($"{shown} can't be read: {e.Message}");
        }

        return source;
    }

    // What a power cut leaves of a file is nothing, or zeros. It is not taken for no settings: it may have said to mask personal data.
    private static bool HasContent(string path) => File.ReadAllBytes(path).AsSpan().ContainsAnyExcept("\0 \t\r\n"u8);

    /// <summary>
    /// Reads variables: <c>DATA__PARTITIONS</c>, or anything with <c>EARSHOT_</c> before it. Variables of others are passed over; an unknown one
    /// that begins with <c>EARSHOT_</c> and names a section is a fault.
    /// </summary>
    public static SettingSource OfVariables(IEnumerable<KeyValuePair<string, string>> variables, string shown)
    {
        const string Prefix = "EARSHOT_";
        var source = new SettingSource();
        foreach ((string name, string text) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            bool prefixed = name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
            string key = (prefixed ? name[Prefix.Length..] : name).Replace("__", ".").ToLowerInvariant();
            if (!prefixed && !key.Contains('.')) continue;
            if (SettingTable.Find(key) is { } setting) source._given.Add(new GivenSetting(setting, text, $"{shown} {name}"));
            else if (prefixed && key.Contains('.'))
                source._faults.Add($"unknown setting '{name}' in the {shown}" + DidYouMean(key, found => Prefix + found.ToUpperInvariant().Replace(".", "__")));
        }

        return source;
    }

    /// <summary>Reads options given on the command line and <c>--set key=value</c>.</summary>
    public static SettingSource OfCommandLine(IEnumerable<(Setting Setting, string Text)> options, IEnumerable<string> assignments)
    {
        var source = new SettingSource();
        foreach ((Setting setting, string text) in options) source._given.Add(new GivenSetting(setting, text, setting.Option!));
        foreach (string assignment in assignments)
        {
            int equals = assignment.IndexOf('=');
            string key = equals < 0 ? assignment : assignment[..equals];
            if (SettingTable.Find(key) is not { } setting) source._faults.Add($"unknown setting '{key}' in --set" + DidYouMean(key));
            else if (equals < 0) source._faults.Add($"--set {key} has no value: write --set {key}=VALUE");
            else source._given.Add(new GivenSetting(setting, assignment[(equals + 1)..], $"--set {key}"));
        }

        return source;
    }

    private void AddObject(JsonElement element, string prefix, string shown)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string key = prefix + property.Name;
            if (SettingTable.Find(key) is { } setting) _given.Add(new GivenSetting(setting, TextOf(property.Value), shown));
            else if (property.Value.ValueKind == JsonValueKind.Object) AddObject(property.Value, key + ".", shown);
            else _faults.Add($"unknown setting '{key}' in {shown}" + DidYouMean(key));
        }
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string DidYouMean(string key, Func<string, string>? show = null) =>
        Suggestion.Nearest(key, SettingTable.All.Select(setting => setting.Key)) is { } nearest
            ? $"; did you mean '{(show is null ? nearest : show(nearest))}'?"
            : "";
}
