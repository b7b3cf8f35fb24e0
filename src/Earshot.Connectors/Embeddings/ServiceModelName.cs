using System.Text.RegularExpressions;

namespace Earshot.Connectors.Embeddings;

/// <summary>
/// Whether the model that a service says it used is the one that was asked for. Of a path (<c>openai/…</c>, <c>models/…</c>) the last part counts, case
/// does not. Then the parts between <c>- _ : @</c> must be the same, and what one name has beyond the other may only be a version, a date, a size or a
/// precision: <c>text-embedding-ada-002-v2</c>, <c>nomic-embed-text:latest</c>, <c>bge-m3-fp16</c>; not <c>voyage-3-lite</c> for <c>voyage-3</c>.
/// </summary>
internal static partial class ServiceModelName
{
    public static bool IsSame(string asked, string answered)
    {
        string[] first = Parts(asked), second = Parts(answered);
        int common = Math.Min(first.Length, second.Length);
        return first.AsSpan(0, common).SequenceEqual(second.AsSpan(0, common))
            && first.Skip(common).Concat(second.Skip(common)).All(part => Suffix().IsMatch(part));
    }

    private static string[] Parts(string name) =>
        name.Trim().TrimEnd('/').Split('/')[^1].ToLowerInvariant().Split(['-', '_', ':', '@'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"\A(v?\d+(\.\d+)*|\d+(\.\d+)?[mb]|latest|preview|gguf|onnx|b?f(p)?(16|32)|int8|i?q\d\w*|k|[msl0])\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Suffix();
}
