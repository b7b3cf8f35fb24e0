using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Earshot.Connectors.Embeddings;

/// <summary>An answer as services write it. Everything may be missing.</summary>
internal sealed record EmbeddingAnswer(string? Model, EmbeddingItem[]? Data, EmbeddingTokens? Usage)
{
    /// <summary>Tokens that the service counted, null where it did not say.</summary>
    public long? Tokens => (Usage?.PromptTokens ?? Usage?.TotalTokens) is { } tokens and >= 0 ? tokens : null;

    /// <summary>Reads an answer.</summary>
    /// <exception cref="JsonException">It is not JSON of that form.</exception>
    public static EmbeddingAnswer Read(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, EmbeddingAnswerJson.Default.EmbeddingAnswer) ?? throw new JsonException("the answer is null");

    /// <summary>Brings the vectors into the order of the texts.</summary>
    /// <returns>What makes the answer unusable, or null.</returns>
    public string? TryOrder(int texts, int dimensions, out float[][] vectors)
    {
        vectors = new float[texts][];
        if (Data?.Length != texts) return $"{Data?.Length:N0} vectors came for {texts:N0} texts";
        bool numbered = Data.Any(item => item?.Index is not null);
        for (int i = 0; i < Data.Length; i++)
        {
            if (Data[i]?.Embedding is not { } vector) return "an entry of 'data' has no 'embedding'";
            int index = numbered ? Data[i].Index ?? -1 : i;
            if (index < 0 || index >= texts) return $"a vector is for text {index}, there are {texts:N0}";
            if (vectors[index] is not null) return $"two vectors are for text {index}";
            if (vector.Length == 0 || (dimensions > 0 && vector.Length != dimensions))
                return $"a vector has {vector.Length:N0} dimensions, not {dimensions:N0}";
            if (!UnitLength(vector)) return "a vector has a number that is not finite, or is zero throughout";
            vectors[index] = vector;
        }

        return null;
    }

    // In double and in order: the same bytes on every machine.
    private static bool UnitLength(float[] vector)
    {
        double square = 0;
        foreach (float x in vector) square += (double)x * x;
        if (!double.IsFinite(square) || square == 0) return false;
        double norm = Math.Sqrt(square);
        for (int i = 0; i < vector.Length; i++) vector[i] = (float)(vector[i] / norm);
        return true;
    }
}

/// <summary>One vector, and the number of the text in the request that it is for.</summary>
internal sealed record EmbeddingItem(int? Index, [property: JsonConverter(typeof(VectorConverter))] float[]? Embedding);

/// <summary>What the service says that it counted.</summary>
internal sealed record EmbeddingTokens(
    [property: JsonPropertyName("prompt_tokens")] long? PromptTokens,
    [property: JsonPropertyName("total_tokens")] long? TotalTokens);

/// <summary>A vector as an array of numbers, or as the base64 of 32-bit floats, little end first; whichever comes.</summary>
internal sealed class VectorConverter : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (!reader.TryGetBytesFromBase64(out byte[]? bytes) || bytes.Length % sizeof(float) != 0)
                throw new JsonException("a vector is a text that is not the base64 of floats");
            float[] decoded = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
            return decoded;
        }

        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("a vector is neither a list of numbers nor base64");
        List<float> numbers = new(1024);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetSingle(out float number))
                throw new JsonException("a vector has something in it that is no number");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options) => throw new NotSupportedException();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(EmbeddingAnswer))]
internal sealed partial class EmbeddingAnswerJson : JsonSerializerContext;
