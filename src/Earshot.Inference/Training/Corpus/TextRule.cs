using System.Globalization;

namespace Earshot.Inference.Training.Corpus;

/// <summary>What of a cell becomes training text.</summary>
public sealed record TextRule
{
    /// <summary>Pieces that are shorter, but not alone, say too little.</summary>
    private const int ShortestPiece = 5;

    private TextRule(string name) => Name = name;

    /// <summary>The text as a whole.</summary>
    public static TextRule Whole { get; } = new("whole");

    /// <summary>Up to the first sentence's end or line break.</summary>
    public static TextRule FirstSentence { get; } = new("first-sentence");

    /// <summary>How the rule is called on the command line.</summary>
    public string Name { get; }

    private int Words { get; init; }

    /// <summary>The whole text in pieces of so many words; a rest of fewer than five words is left out.</summary>
    public static TextRule Pieces(int words) => new(string.Create(CultureInfo.InvariantCulture, $"pieces={words}")) { Words = words };

    /// <summary>The rule of a name: whole, first-sentence, pieces or pieces=N; null where it is none.</summary>
    public static TextRule? Find(string name) => name switch
    {
        "whole" => Whole,
        "first-sentence" => FirstSentence,
        "pieces" => Pieces(30),
        _ => name.StartsWith("pieces=", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan("pieces=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int words) && words > 0 ? Pieces(words) : null,
    };

    /// <summary>The training texts of a clean cell: none of an empty one.</summary>
    public IEnumerable<string> Apply(string text)
    {
        if (this == FirstSentence) return Single(SentenceOf(text));
        return Words > 0 ? PiecesOf(text) : Single(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    private static IEnumerable<string> Single(string text) => text.Length == 0 ? [] : [text];

    private static string SentenceOf(string text)
    {
        ReadOnlySpan<char> line = text.AsSpan().Trim();
        if (line.IndexOf('\n') is var end and >= 0) line = line[..end];
        for (int i = 0; i < line.Length - 1; i++)
        {
            if (line[i] is '.' or '!' or '?' && char.IsWhiteSpace(line[i + 1]) && !IsAbbreviation(line[..i]))
                return line[..(i + 1)].ToString();
        }

        return line.TrimEnd().ToString();
    }

    // A stop after a single letter ("e.g.", "J. Smith") or a short known word ends no sentence.
    private static bool IsAbbreviation(ReadOnlySpan<char> before)
    {
        ReadOnlySpan<char> word = before[(before.LastIndexOfAny(" .(") + 1)..];
        return word.Length == 1 || word is "etc" or "vs" or "Mr" or "Mrs" or "Dr";
    }

    private IEnumerable<string> PiecesOf(string text)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (int start = 0; start < words.Length; start += Words)
        {
            int count = Math.Min(Words, words.Length - start);
            if (start == 0 || count >= ShortestPiece) yield return string.Join(' ', words, start, count);
        }
    }
}
