using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Earshot.Connectors.OpenAi;
using Earshot.Core.Columns;
using Earshot.Core.Text;

namespace Earshot.Connectors.Embeddings;

/// <summary>The JSON of one request, and what was done to its texts.</summary>
internal sealed record RequestBody(ReadOnlyMemory<byte> Json, int Texts, long EstimatedTokens, int Masked, int Cut)
{
    /// <summary>Bytes of the longest text as sent.</summary>
    public int LongestText { get; private init; }

    /// <summary>
    /// Writes a request: texts are masked first and cut after that, so that no half of an address is left. <c>encoding_format</c> is not sent, since some
    /// services refuse it; answers in either are understood.
    /// </summary>
    public static RequestBody Write(BytesColumn texts, RequestPart part, RemoteEmbeddingOptions options)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        BytesColumn masked = new();
        (long tokens, int cuts, int longest) = (0, 0, 0);
        json.WriteStartObject();
        json.WriteString("model", options.AskedFor);
        if (options.Dimensions > 0) json.WriteNumber("dimensions", options.Dimensions);
        json.WriteStartArray("input");
        for (int row = part.First; row < part.First + part.Count; row++)
        {
            ReadOnlySpan<byte> whole = options.Mask && PersonalData.TryMask(texts[row], masked) ? masked[masked.Count - 1] : texts[row];
            ReadOnlySpan<byte> sent = TokenEstimate.AtCharacter(TokenEstimate.Cut(whole, options.ItemTokens), part.LongestText);
            if (sent.Length < whole.Length) cuts++;
            json.WriteStringValue(sent);
            tokens += TokenEstimate.Of(sent);
            longest = Math.Max(longest, sent.Length);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new RequestBody(buffer.WrittenMemory, part.Count, tokens, masked.Count, cuts) { LongestText = longest };
    }
}
