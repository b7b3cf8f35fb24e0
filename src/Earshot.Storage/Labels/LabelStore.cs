using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Earshot.Core;
using Earshot.Core.Labels;
using Earshot.Core.Text;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Labels;

/// <summary>
/// The labels of a workspace, <c>labels/labels.jsonl</c>, by fingerprint; what is said last of one holds. Labels cost money and are not made again by a run:
/// they are no asset, and no run deletes them.
/// </summary>
public sealed class LabelStore : IDisposable
{
    private readonly JsonLines<LabelLine> _lines;
    private readonly Dictionary<string, TopicLabel> _labels;

    private LabelStore(JsonLines<LabelLine> lines, Dictionary<string, TopicLabel> labels) => (_lines, _labels) = (lines, labels);

    /// <summary>Labels by fingerprint, the failed ones among them.</summary>
    public IReadOnlyDictionary<string, TopicLabel> Labels => _labels;

    /// <summary>The labels of a workspace, without a claim to write; none where nobody asked for any.</summary>
    public static IReadOnlyDictionary<string, TopicLabel> Read(Workspace workspace) => Replay(JsonLines<LabelLine>.Read(PathOf(workspace), Line));

    /// <summary>Opens the store to add labels; only one process at a time may.</summary>
    /// <exception cref="EarshotException">Another process labels this workspace (exit code 4), or the folder can't be written.</exception>
    public static LabelStore Open(Workspace workspace)
    {
        var lines = JsonLines<LabelLine>.Open(PathOf(workspace), Line, "earshot topics label");
        return new LabelStore(lines, Replay(JsonLines<LabelLine>.Read(PathOf(workspace), Line)));
    }

    /// <summary>Keeps a label; when it returns, the label is on the disk.</summary>
    public void Add(TopicLabel label)
    {
        _lines.Append(new LabelLine(label.Fingerprint, label.LabelFailed, label.Content, label.Failure, label.Model, label.At, Forgotten: false));
        _labels[label.Fingerprint] = label;
    }

    /// <summary>Drops a label, so that the next run asks for it again.</summary>
    /// <returns>False where there was none.</returns>
    public bool Forget(string fingerprint, DateTimeOffset at)
    {
        if (!_labels.Remove(fingerprint)) return false;
        _lines.Append(new LabelLine(fingerprint, LabelFailed: false, null, null, null, at, Forgotten: true));
        return true;
    }

    public void Dispose() => _lines.Dispose();

    private static string PathOf(Workspace workspace) => workspace.At("labels", "labels.jsonl");

    private static Dictionary<string, TopicLabel> Replay(IReadOnlyList<LabelLine> lines)
    {
        Dictionary<string, TopicLabel> labels = new(StringComparer.Ordinal);
        foreach (LabelLine line in lines)
        {
            if (line.Fingerprint is null || !IsWhole(line.Label)) continue; // somebody wrote in the file
            if (line.Forgotten) labels.Remove(line.Fingerprint);
            else labels[line.Fingerprint] = new TopicLabel(line.Fingerprint, line.Label, line.Failure, line.Model, line.At);
        }

        return labels;
    }

    private static bool IsWhole(LabelContent? label) =>
        label is null or { CanonicalTitle: not null, Category: not null, Description: not null, ImpactLevel: not null };

    private static readonly JsonTypeInfo<LabelLine> Line =
        new LabelJson(new JsonSerializerOptions(LabelJson.Default.Options) { Encoder = SafeJson.Encoder, TypeInfoResolver = null }).LabelLine;
}

/// <summary>A line of the file.</summary>
internal sealed record LabelLine(string? Fingerprint, bool LabelFailed, LabelContent? Label, string? Failure, string? Model, DateTimeOffset At, bool Forgotten);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LabelLine))]
internal sealed partial class LabelJson : JsonSerializerContext;
