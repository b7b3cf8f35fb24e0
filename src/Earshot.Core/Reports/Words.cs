using System.Globalization;
using Earshot.Core.Analysis;

namespace Earshot.Core.Reports;

/// <summary>Numbers, shares and days as a reader expects them, in English whatever the machine's culture.</summary>
internal static class Words
{
    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    private static readonly Dictionary<string, string> LanguageNames = new(StringComparer.Ordinal)
    {
        ["ar"] = "Arabic",
        ["bg"] = "Bulgarian",
        ["ca"] = "Catalan",
        ["cs"] = "Czech",
        ["da"] = "Danish",
        ["de"] = "German",
        ["el"] = "Greek",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["et"] = "Estonian",
        ["fa"] = "Persian",
        ["fi"] = "Finnish",
        ["fr"] = "French",
        ["he"] = "Hebrew",
        ["hi"] = "Hindi",
        ["hr"] = "Croatian",
        ["hu"] = "Hungarian",
        ["id"] = "Indonesian",
        ["it"] = "Italian",
        ["ja"] = "Japanese",
        ["ko"] = "Korean",
        ["lt"] = "Lithuanian",
        ["lv"] = "Latvian",
        ["nb"] = "Norwegian",
        ["nl"] = "Dutch",
        ["no"] = "Norwegian",
        ["pl"] = "Polish",
        ["pt"] = "Portuguese",
        ["ro"] = "Romanian",
        ["ru"] = "Russian",
        ["sk"] = "Slovak",
        ["sl"] = "Slovenian",
        ["sr"] = "Serbian",
        ["sv"] = "Swedish",
        ["th"] = "Thai",
        ["tr"] = "Turkish",
        ["uk"] = "Ukrainian",
        ["vi"] = "Vietnamese",
        ["zh"] = "Chinese",
        ["und"] = "Not clear",
        ["unknown"] = "Not clear",
        [""] = "Not clear",
    };

    /// <summary>Why there is no topic at all.</summary>
    public static string WhyNoTopics(CorpusCounts counts) =>
        counts.WithoutTopic > 0 ? "nowhere are enough texts close together" : "no ticket had a text that could be read";

    /// <summary>1,234,567.</summary>
    public static string Number(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A mean: 1,234, 12, 0.3, "&lt;0.1", 0.</summary>
    public static string Mean(double mean) =>
        mean <= 0 ? "0" : mean < 0.05 ? "<0.1" : mean.ToString(mean < 9.95 ? "0.0" : "#,##0", CultureInfo.InvariantCulture);

    /// <summary>A cosine: 0.93.</summary>
    public static string Cosine(double cosine) => cosine.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>"1 topic", "1,234 topics".</summary>
    public static string Count(long value, string one, string? many = null) => $"{Number(value)} {(value == 1 ? one : many ?? one + "s")}";

    /// <summary>"20 topics", "60 topics in 20 groups".</summary>
    public static string Topics(AnalysisDocument document) =>
        Count(document.Topics.Count, "topic") + (document.Groups.Count == 0 ? "" : " in " + Count(document.Groups.Count, "group"));

    /// <summary>A share from 0 to 1 as 12.3%; "&lt;0.1%" where something is there but too little to see.</summary>
    public static string Share(double share) => share switch
    {
        <= 0 or double.NaN => "0%",
        < 0.0005 => "<0.1%",
        >= 0.99995 => "100%",
        >= 0.9995 => ">99.9%",
        _ => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%",
    };

    /// <summary>The part of a whole as a share.</summary>
    public static string Share(long part, long whole) => Share(whole == 0 ? 0 : (double)part / whole);

    /// <summary>A change of a share in points of a percent with its sign: +1.4, −0.2, 0.0.</summary>
    public static string Points(double points)
    {
        string size = Math.Abs(points).ToString("0.0", CultureInfo.InvariantCulture);
        return size == "0.0" ? size : (points > 0 ? "+" : "−") + size;
    }

    /// <summary>1 June 2025, or the text itself where it is no date.</summary>
    public static string Day(string day) => Parse(day) is { } date ? $"{date.Day} {Months[date.Month - 1]} {date.Year}" : day;

    /// <summary>"1 Jun", or "1 Jun 2025" with the year.</summary>
    public static string ShortDay(string day, bool year = false) =>
        Parse(day) is { } date ? $"{date.Day} {Months[date.Month - 1][..3]}{(year ? " " + date.Year : "")}" : day;

    /// <summary>"1 to 30 June 2025", "28 May to 26 June 2025"; null without dates.</summary>
    public static string? Period(string? first, string? last)
    {
        if (first is null || last is null) return null;
        if (first == last || Parse(first) is not { } from || Parse(last) is not { } to) return first == last ? Day(first) : $"{Day(first)} to {Day(last)}";
        if (from.Year != to.Year) return $"{Day(first)} to {Day(last)}";
        return from.Month != to.Month ? $"{from.Day} {Months[from.Month - 1]} to {Day(last)}" : $"{from.Day} to {Day(last)}";
    }

    /// <summary>"week" for 7 days, else "14 days".</summary>
    public static string Window(int days) => days == 7 ? "week" : days == 1 ? "day" : $"{days} days";

    /// <summary>The English name of a two-letter language code, or the code.</summary>
    public static string Language(string code) => LanguageNames.GetValueOrDefault(code, code);

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> items) =>
        items.Count < 2 ? string.Concat(items) : string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1];

    private static DateOnly? Parse(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;
}
