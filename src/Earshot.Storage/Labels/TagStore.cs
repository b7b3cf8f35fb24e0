using System.Text;
using System.Text.Json.Serialization;
using Earshot.Core;
using Earshot.Core.Tags;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Labels;

/// <summary>
/// The tags that a language model gave to texts, <c>labels/tags.jsonl</c>, by the hash of the text; no text is in it. Tags count only for the list of
/// categories that they were chosen from.
/// </summary>
public sealed class TagStore : IDisposable
{
    private readonly JsonLines<TagLine> _lines;
    private readonly string _list;
    private readonly Dictionary<long, IReadOnlyList<string>> _tags;

    private TagStore(JsonLines<TagLine> lines, string list, Dictionary<long, IReadOnlyList<string>> tags) => (_lines, _list, _tags) = (lines, list, tags);

    /// <summary>Tags by the hash of the clean text.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<string>> Tags => _tags;

    /// <summary>The tags of a workspace for a list of categories, without a claim to write.</summary>
    public static GivenTags Read(Workspace workspace, TagOptions options)
    {
        Dictionary<long, IReadOnlyList<string>> tags = Replay(workspace, ListOf(options));
        if (tags.Count == 0) return GivenTags.None;
        StringBuilder content = new();
        foreach ((long hash, IReadOnlyList<string> names) in tags.OrderBy(tag => tag.Key)) content.Append($"{hash}:{string.Join('\t', names)}\n");
        return new GivenTags(StableHash.Of(Encoding.UTF8.GetBytes(content.ToString())).ToString("x16"), () => tags);
    }

    /// <summary>Opens the store to add tags; only one process at a time may.</summary>
    /// <exception cref="EarshotException">Another process tags this workspace (exit code 4), or the folder can't be written.</exception>
    public static TagStore Open(Workspace workspace, TagOptions options)
    {
        var lines = JsonLines<TagLine>.Open(PathOf(workspace), TagJson.Default.TagLine, "earshot tags --with-model");
        return new TagStore(lines, ListOf(options), Replay(workspace, ListOf(options)));
    }

    /// <summary>Keeps the tags of a text; when it returns, they are on the disk.</summary>
    public void Add(long textHash, IReadOnlyList<string> tags, string? model, DateTimeOffset at)
    {
        _lines.Append(new TagLine(textHash, _list, tags, model, at));
        _tags[textHash] = tags;
    }

    public void Dispose() => _lines.Dispose();

    private static string PathOf(Workspace workspace) => workspace.At("labels", "tags.jsonl");

    private static string ListOf(TagOptions options) => StableHash.Of(Encoding.UTF8.GetBytes(options.CategoriesText)).ToString("x16");

    private static Dictionary<long, IReadOnlyList<string>> Replay(Workspace workspace, string list)
    {
        Dictionary<long, IReadOnlyList<string>> tags = [];
        foreach (TagLine line in JsonLines<TagLine>.Read(PathOf(workspace), TagJson.Default.TagLine))
            if (line.List == list && line.Tags is not null) tags[line.TextHash] = line.Tags;
        return tags;
    }
}

/// <summary>A line of the file.</summary>
internal sealed record TagLine(long TextHash, string? List, IReadOnlyList<string>? Tags, string? Model, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TagLine))]
internal sealed partial class TagJson : JsonSerializerContext;
