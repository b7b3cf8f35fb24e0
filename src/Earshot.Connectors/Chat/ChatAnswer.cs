using System.Text.Json;
using System.Text.Json.Serialization;

namespace Earshot.Connectors.Chat;

/// <summary>An answer as services write it. Everything may be missing.</summary>
internal sealed record ChatAnswer(string? Id, string? Model, ChatChoice?[]? Choices, ChatTokens? Usage)
{
    /// <summary>Reads an answer.</summary>
    /// <exception cref="JsonException">It is not JSON of that form.</exception>
    public static ChatAnswer Read(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, ChatAnswerJson.Default.ChatAnswer) ?? throw new JsonException("the answer is null");
}

/// <summary>One of the answers; nobody asks for a second.</summary>
internal sealed record ChatChoice(ChatWords? Message, string? FinishReason);

/// <summary>What the model wrote: a text, or a list of parts with a text each; or the refusal to write it.</summary>
internal sealed record ChatWords(JsonElement? Content, string? Refusal)
{
    /// <summary>The text; null where there is none.</summary>
    public string? Text => Content switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(PartOf)),
        _ => null,
    };

    private static string? PartOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}

/// <summary>What the service says that it counted.</summary>
internal sealed record ChatTokens(long? PromptTokens, long? CompletionTokens);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ChatAnswer))]
internal sealed partial class ChatAnswerJson : JsonSerializerContext;
