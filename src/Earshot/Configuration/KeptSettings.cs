using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Earshot.Core;
using Earshot.Storage.Workspaces;

namespace Earshot.Configuration;

/// <summary>
/// Settings of the command line that decide what a workspace holds are kept in its earshot.json: the next command, typed without them, must not
/// want to build everything again in another way.
/// </summary>
internal static class KeptSettings
{
    /// <summary>What of the settings has to be kept: those the command line gave, or the command itself has, that decide content.</summary>
    public static IReadOnlyList<SettingValue> Of(Settings settings) =>
        [.. settings.Values.Where(value => value.Setting.DecidesContent && (value.IsFromCommandLine || value.Origin == SettingValue.PresetOrigin))];

    /// <summary>Merges settings into the workspace's file, which is replaced as a whole; values that stand there already are not written again.</summary>
    /// <returns>One line on what was kept, or null where nothing had to be.</returns>
    public static string? Keep(Workspace workspace, Settings settings)
    {
        string path = workspace.At(SettingSource.FileName);
        IReadOnlyDictionary<string, string> there = File.Exists(path)
            ? SettingSource.OfFile(path, path).Given.GroupBy(given => given.Setting.Key).ToDictionary(group => group.Key, group => Normal(group.Last()))
            : new Dictionary<string, string>();
        SettingValue[] changed =
            [.. Of(settings).Where(value => !there.TryGetValue(value.Setting.Key, out string? kept) || kept != value.Setting.Show(value.Value))];
        if (changed.Length == 0) return null;
        string list = string.Join(", ", changed.Select(value => $"{value.Setting.Key}={value.Shown}"));
        JsonObject root;
        try
        {
            // a file with comments is somebody's own: it is not rewritten, since they would be lost
            root = File.Exists(path) ? (JsonObject)JsonNode.Parse(File.ReadAllBytes(path))! : [];
        }
        catch (JsonException)
        {
            return $"not kept, since {path} has comments: write {list} there yourself, or later commands use the values that it has";
        }

        foreach (SettingValue value in changed) Set(root, value);
        try
        {
            ArrayBufferWriter<byte> content = new();
            using (Utf8JsonWriter writer = new(content, new JsonWriterOptions { Indented = true })) root.WriteTo(writer);
            workspace.Write(SettingSource.FileName, content.WrittenSpan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EarshotException($"{path} can't be written: {e.Message}", "check the permissions of the workspace and the free disk space", 1, e);
        }

        // what nobody gave is nothing to tell
        string told = string.Join(", ", changed.Where(value => value.IsFromCommandLine).Select(value => $"{value.Setting.Key}={value.Shown}"));
        return told.Length == 0 ? null : $"kept in {SettingSource.FileName} for later commands: {told}";
    }

    private static string Normal(GivenSetting given) => given.Setting.TryParse(given.Text, out object? value) ? given.Setting.Show(value) : given.Text;

    private static void Set(JsonObject root, SettingValue value)
    {
        string key = value.Setting.Key;
        foreach (string flat in root.Select(property => property.Key).Where(name => string.Equals(name, key, StringComparison.OrdinalIgnoreCase)).ToArray())
            root.Remove(flat);
        int dot = key.IndexOf('.');
        if (root[key[..dot]] is not JsonObject section) root[key[..dot]] = section = [];
        section[key[(dot + 1)..]] = value.Value switch
        {
            int number => number,
            long number => number,
            bool flag => flag,
            _ => value.Setting.Show(value.Value),
        };
    }
}
