namespace Earshot.Core.Labels;

/// <summary>The categories that a topic can be put into.</summary>
public static class LabelCategories
{
    private const int Most = 100;
    private const int Longest = 60;

    /// <summary>The list where nobody gives one, as it is written in settings.</summary>
    public const string Default = "ai, finance, compliance, logistics, healthtech, devtools, ecommerce, other";

    /// <summary>Reads a list: names between commas, each 1 to 60 characters, 1 to 100 of them, none twice.</summary>
    /// <exception cref="EarshotException">It is none (exit code 2).</exception>
    public static IReadOnlyList<string> Parse(string list)
    {
        string[] names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? fault = names.Length == 0 ? "has no name in it"
            : names.Length > Most ? $"has {names.Length:N0} names; at most {Most} are allowed"
            : names.FirstOrDefault(name => name.Length > Longest) is { } @long ? $"has the name '{@long}'; at most {Longest} characters are allowed"
            : names.FirstOrDefault(name => name.Any(char.IsControl)) is not null ? "has a line break or another control character in a name"
            : names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice ? $"has '{twice.Key}' twice"
            : null;
        return fault is null ? names : throw new EarshotException($"the list of categories {fault}", $"write it as: {Default}", exitCode: 2);
    }
}
