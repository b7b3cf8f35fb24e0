using System.Text;
using System.Text.Json;
using Earshot.Core.Text;

namespace Earshot.Core.Labels;

/// <summary>Reads a label out of what a model wrote, and says in words what is wrong with it.</summary>
internal static class LabelReader
{
    private const int DescriptionCharacters = 600;
    private const int MostSentences = 2;
    private const int ShownColumns = 60;
    private const int ShortestLastWord = 4; // "e.g. Android" and "Dr. Meier" end no sentence

    /// <summary>Reads an answer. Whatever the model repeated of personal data is masked.</summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="categories">What a category may be.</param>
    /// <param name="content">The label; null where it can't be used.</param>
    /// <returns>What is wrong: all of it, "; " between; null where nothing is.</returns>
    public static string? TryRead(string answer, IReadOnlyList<string> categories, out LabelContent? content)
    {
        content = null;
        if (AnswerObject.TryFind(answer, out JsonElement json) is { } fault) return fault;
        List<string> faults = [];
        try
        {
            Dictionary<string, JsonElement> fields = Fields(json, faults);
            LabelContent read = new(
                Title(fields, faults),
                Word(fields, LabelSchema.Category, categories, faults),
                Description(fields, faults),
                Flag(fields, faults),
                Word(fields, LabelSchema.Impact, LabelSchema.ImpactLevels, faults));
            if (faults.Count == 0) content = read;
        }
        catch (InvalidOperationException)
        {
            return "it has an escape of half a character"; // "\ud800", which no text can hold
        }

        return faults.Count == 0 ? null : string.Join("; ", faults);
    }

    private static Dictionary<string, JsonElement> Fields(JsonElement json, List<string> faults)
    {
        Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!LabelSchema.Fields.Contains(property.Name, StringComparer.Ordinal)) faults.Add($"'{Shown(property.Name)}' is not one of its fields");
            else if (!fields.TryAdd(property.Name, property.Value)) faults.Add($"{property.Name} is there twice");
        }

        faults.AddRange(LabelSchema.Fields.Where(field => !fields.ContainsKey(field)).Select(field => $"{field} is missing"));
        return fields;
    }

    private static string Title(Dictionary<string, JsonElement> fields, List<string> faults)
    {
        if (Text(fields, LabelSchema.Title, faults) is not { } title) return "";
        int length = title.EnumerateRunes().Count();
        if (length > LabelSchema.TitleCharacters)
            faults.Add($"{LabelSchema.Title} has {length} characters; at most {LabelSchema.TitleCharacters} are allowed");
        return title;
    }

    private static string Description(Dictionary<string, JsonElement> fields, List<string> faults)
    {
        if (Text(fields, LabelSchema.Description, faults) is not { } description) return "";
        int length = description.EnumerateRunes().Count();
        int sentences = Sentences(description);
        if (length > DescriptionCharacters) faults.Add($"{LabelSchema.Description} has {length} characters; at most {DescriptionCharacters} are allowed");
        else if (sentences > MostSentences) faults.Add($"{LabelSchema.Description} has {sentences} sentences; one or two are allowed");
        return description;
    }

    // Cleaned before it is measured: what nobody would see must not count, and "" must not pass for a title.
    private static string? Text(Dictionary<string, JsonElement> fields, string name, List<string> faults)
    {
        if (!fields.TryGetValue(name, out JsonElement value)) return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            faults.Add($"{name} is not a text");
            return null;
        }

        string text = PersonalData.Mask(SafeText.ForTerminal(value.GetString()!));
        if (text.EnumerateRunes().Any(Rune.IsLetterOrDigit)) return text;
        faults.Add($"{name} has no words in it");
        return null;
    }

    private static string Word(Dictionary<string, JsonElement> fields, string name, IReadOnlyList<string> words, List<string> faults)
    {
        if (!fields.TryGetValue(name, out JsonElement value)) return "";
        string? given = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (given is not null && words.Contains(given, StringComparer.Ordinal)) return given;
        faults.Add($"{name} is {(given is null ? "not a text" : $"'{Shown(given)}'")}; it must be one of: {string.Join(", ", words)}");
        return "";
    }

    private static bool Flag(Dictionary<string, JsonElement> fields, List<string> faults)
    {
        if (!fields.TryGetValue(LabelSchema.WouldPay, out JsonElement value)) return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) faults.Add($"{LabelSchema.WouldPay} is neither true nor false");
        return value.ValueKind == JsonValueKind.True;
    }

    // A mark that ends a sentence after a word of some length, with a capital after it; the end of the text ends one more.
    private static int Sentences(string text)
    {
        int sentences = 1;
        for (int i = 1; i + 2 < text.Length; i++)
        {
            if (text[i] is not ('.' or '!' or '?') || text[i + 1] != ' ' || !char.IsUpper(text[i + 2])) continue;
            int word = i;
            while (word > 0 && char.IsLetterOrDigit(text[word - 1])) word--;
            if (i - word >= ShortestLastWord) sentences++;
        }

        return sentences;
    }

    private static string Shown(string text) => PersonalData.Mask(SafeText.ForTerminal(text, ShownColumns));
}
