using System.Text.Json.Serialization;

namespace Earshot.Inference.Catalogue;

/// <summary>How a file compares with what it should be.</summary>
public enum FileState
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>Of another length.</summary>
    [JsonStringEnumMemberName("truncated")]
    Truncated,

    /// <summary>Of the right length, or a longer one, with another content.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,
}

/// <summary>A file that was compared with what it should be.</summary>
/// <param name="Model">Whose file it is.</param>
/// <param name="Words">What is to be said of it: "is truncated: 12 of 100 bytes".</param>
/// <param name="Mend">The command that takes it again.</param>
public sealed record CheckedFile(string Model, string Path, FileState State, string Words, string Mend)
{
    /// <summary>Compares length and sum with the contents that are accepted.</summary>
    /// <param name="precision">What has to be pulled to mend it; null for what is pulled where nothing is said.</param>
    internal static CheckedFile Of(
        string model, string name, string path, IReadOnlyList<FileContent> accepted, ModelPrecision? precision, CancellationToken cancellation)
    {
        string mend = $"earshot models pull {model}" + (precision == ModelPrecision.Fp32 ? " --precision fp32" : "");
        FileInfo file = new(path);
        if (!file.Exists) return New(FileState.Missing, "is missing");
        if (accepted.All(content => file.Length < content.Bytes))
            return New(FileState.Truncated, $"is truncated: {file.Length:N0} of {accepted.Min(content => content.Bytes):N0} bytes");
        FileContent found = FileContent.Of(path, cancellation);
        return accepted.Contains(found)
            ? New(FileState.Ok, "is as it was taken")
            : New(FileState.Changed, $"was changed: its SHA-256 is {found.Sha256}, not {string.Join(" or ", accepted.Select(content => content.Sha256))}");

        CheckedFile New(FileState state, string words) => new(model, name, state, words, mend);
    }
}
