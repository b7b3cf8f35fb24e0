namespace Earshot.Core.Text;

/// <summary>English names of the languages that <see cref="LanguageGuess"/> tells apart.</summary>
internal static class LanguageNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = "English",
        ["de"] = "German",
        ["fr"] = "French",
        ["es"] = "Spanish",
        ["it"] = "Italian",
        ["pt"] = "Portuguese",
        ["nl"] = "Dutch",
        ["sv"] = "Swedish",
        ["da"] = "Danish",
        ["no"] = "Norwegian",
        ["fi"] = "Finnish",
        ["pl"] = "Polish",
        ["cs"] = "Czech",
        ["sk"] = "Slovak",
        ["hu"] = "Hungarian",
        ["ro"] = "Romanian",
        ["tr"] = "Turkish",
        ["hr"] = "Croatian",
        ["id"] = "Indonesian",
        ["vi"] = "Vietnamese",
        ["ru"] = "Russian",
        ["uk"] = "Ukrainian",
        ["bg"] = "Bulgarian",
        ["el"] = "Greek",
        ["ar"] = "Arabic",
        ["fa"] = "Persian",
        ["he"] = "Hebrew",
        ["hi"] = "Hindi",
        ["bn"] = "Bengali",
        ["ta"] = "Tamil",
        ["th"] = "Thai",
        ["zh"] = "Chinese",
        ["ja"] = "Japanese",
        ["ko"] = "Korean",
    };

    /// <summary>The name of an ISO 639-1 code, a region after it or not; the code itself where it is unknown, null for null and "und".</summary>
    public static string? Of(string? code)
    {
        if (code is null or "" or "und") return null;
        return Names.GetValueOrDefault(code.Split('-', '_')[0], code);
    }
}
