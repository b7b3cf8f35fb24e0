using Earshot.Connectors.OpenAi;
using Earshot.Core.Columns;

namespace Earshot.Connectors.Embeddings;

/// <summary>Texts of one request: rows next to each other.</summary>
/// <param name="LongestText">Bytes that a text is cut to, where the service has refused a longer one.</param>
internal readonly record struct RequestPart(int First, int Count, int LongestText = int.MaxValue)
{
    /// <summary>The part in two halves, the first one larger where they differ.</summary>
    public (RequestPart, RequestPart) Halves()
    {
        int half = (Count + 1) / 2;
        return (this with { Count = half }, this with { First = First + half, Count = Count - half });
    }
}

/// <summary>Divides texts into requests that keep to the limits; a text that is larger than a request may be goes alone.</summary>
internal static class RequestPlan
{
    public static IReadOnlyList<RequestPart> Of(BytesColumn texts, RemoteEmbeddingOptions options)
    {
        List<RequestPart> parts = [];
        int first = 0;
        long tokens = 0;
        for (int row = 0; row < texts.Count; row++)
        {
            int estimate = Math.Min(TokenEstimate.Of(texts[row]), options.ItemTokens);
            if (row > first && (row - first == options.RequestItems || tokens + estimate > options.RequestTokens))
            {
                parts.Add(new RequestPart(first, row - first));
                (first, tokens) = (row, 0);
            }

            tokens += estimate;
        }

        if (texts.Count > first) parts.Add(new RequestPart(first, texts.Count - first));
        return parts;
    }
}
