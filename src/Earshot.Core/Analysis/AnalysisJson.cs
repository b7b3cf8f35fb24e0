using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Earshot.Core.Text;

namespace Earshot.Core.Analysis;

/// <summary>The analysis as JSON: snake_case, indented, letters of all languages as they are, HTML and control characters escaped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(AnalysisDocument))]
public sealed partial class AnalysisJson : JsonSerializerContext
{
    private static readonly Lazy<JsonTypeInfo<AnalysisDocument>> Document = new(() =>
    {
        JsonSerializerOptions options = new(Default!.Options) { Encoder = SafeJson.Encoder, TypeInfoResolver = null };
        return (JsonTypeInfo<AnalysisDocument>)new AnalysisJson(options).GetTypeInfo(typeof(AnalysisDocument))!;
    });

    /// <summary>Writes a document; the same document gives the same bytes.</summary>
    public static void Write(Stream stream, AnalysisDocument document) => JsonSerializer.Serialize(stream, document, Document.Value);

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static AnalysisDocument Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Document.Value) ?? throw new JsonException("the document is empty");
}
