using System.Buffers;
using System.Text.Json;

namespace Earshot.Core.Labels;

/// <summary>Writes JSON schemas of the strict kind: every field required, no others allowed.</summary>
internal static class SchemaWriter
{
    /// <summary>The schema of an object.</summary>
    public static JsonElement Object(Action<Utf8JsonWriter> properties, IReadOnlyList<string> fields)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            WriteObject(json, properties, fields);
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>The inside of an object's schema.</summary>
    public static void WriteObject(Utf8JsonWriter json, Action<Utf8JsonWriter> properties, IReadOnlyList<string> fields)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        properties(json);
        json.WriteEndObject();
        json.WriteStartArray("required");
        foreach (string field in fields) json.WriteStringValue(field);
        json.WriteEndArray();
        json.WriteBoolean("additionalProperties", false);
    }

    /// <summary>A field of a simple type.</summary>
    public static void Field(Utf8JsonWriter json, string name, string type, string description)
    {
        json.WriteStartObject(name);
        json.WriteString("type", type);
        json.WriteString("description", description);
        json.WriteEndObject();
    }

    /// <summary>A field that is one of a few words.</summary>
    public static void Choice(Utf8JsonWriter json, string name, IReadOnlyList<string> words)
    {
        json.WriteStartObject(name);
        WriteChoice(json, words);
        json.WriteEndObject();
    }

    /// <summary>The inside of the schema of a word out of a few.</summary>
    public static void WriteChoice(Utf8JsonWriter json, IReadOnlyList<string> words)
    {
        json.WriteString("type", "string");
        json.WriteStartArray("enum");
        foreach (string word in words) json.WriteStringValue(word);
        json.WriteEndArray();
    }
}
