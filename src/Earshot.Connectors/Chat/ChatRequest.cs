using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Earshot.Connectors.OpenAi;
using Microsoft.Extensions.AI;

namespace Earshot.Connectors.Chat;

/// <summary>The JSON of one request, and the tokens that it is estimated to take.</summary>
/// <param name="Json">The body.</param>
/// <param name="InputTokens">Of the question, by <see cref="TokenEstimate"/>.</param>
/// <param name="OutputTokens">Of the longest answer.</param>
internal sealed record ChatRequest(ReadOnlyMemory<byte> Json, long InputTokens, long OutputTokens)
{
    // Models that reason spend most of an answer on what nobody sees.
    private const int DefaultLimit = 4_000;

    /// <summary>Writes a request.</summary>
    public static ChatRequest Write(IReadOnlyList<ChatMessage> messages, ChatOptions? wanted, string model, ChatDialect dialect)
    {
        ArrayBufferWriter<byte> buffer = new();
        int limit = wanted?.MaxOutputTokens ?? DefaultLimit;
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("model", wanted?.ModelId ?? model);
            json.WriteStartArray("messages");
            foreach (ChatMessage message in messages)
            {
                json.WriteStartObject();
                json.WriteString("role", message.Role.Value);
                json.WriteString("content", message.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (dialect.LimitName is { } name) json.WriteNumber(name, limit);
            if (dialect.Temperature && wanted?.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
            WriteForm(json, wanted?.ResponseFormat as ChatResponseFormatJson, dialect.Form);
            json.WriteEndObject();
        }

        long tokens = messages.Sum(message => (long)TokenEstimate.Of(System.Text.Encoding.UTF8.GetBytes(message.Text)));
        return new ChatRequest(buffer.WrittenMemory, tokens, limit);
    }

    private static void WriteForm(Utf8JsonWriter json, ChatResponseFormatJson? format, AnswerForm form)
    {
        if (format is null || form == AnswerForm.Words) return;
        json.WriteStartObject("response_format");
        if (form == AnswerForm.Schema && format.Schema is { } schema)
        {
            json.WriteString("type", "json_schema");
            json.WriteStartObject("json_schema");
            json.WriteString("name", format.SchemaName ?? "answer");
            json.WriteBoolean("strict", true);
            json.WritePropertyName("schema");
            schema.WriteTo(json);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("type", "json_object");
        }

        json.WriteEndObject();
    }
}
