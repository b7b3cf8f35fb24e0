using System.Text.Json;

namespace Earshot.Core.Labels;

/// <summary>The fields of a label, and the JSON schema that a service is given for them.</summary>
internal static class LabelSchema
{
    /// <summary>Characters of a title, at most.</summary>
    public const int TitleCharacters = 120;

    internal const string Title = "canonical_title";
    internal const string Category = "category";
    internal const string Description = "description";
    internal const string WouldPay = "would_pay_signal";
    internal const string Impact = "impact_level";

    internal static readonly string[] Fields = [Title, Category, Description, WouldPay, Impact];
    internal static readonly string[] ImpactLevels = ["low", "medium", "high"];

    /// <summary>
    /// The schema in the subset that every strict service takes: all fields required, no others allowed. Lengths are in words only, since Azure refuses
    /// <c>maxLength</c> in a strict schema; <see cref="LabelReader"/> checks them.
    /// </summary>
    public static JsonElement Of(IReadOnlyList<string> categories) => SchemaWriter.Object(json =>
    {
        SchemaWriter.Field(json, Title, "string", "what the tickets have in common, on one line, at most 120 characters");
        SchemaWriter.Choice(json, Category, categories);
        SchemaWriter.Field(json, Description, "string", "one or two sentences");
        SchemaWriter.Field(json, WouldPay, "boolean", "whether the tickets suggest that people would pay for a solution");
        SchemaWriter.Choice(json, Impact, ImpactLevels);
    }, Fields);
}
