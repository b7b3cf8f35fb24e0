using System.Globalization;
using Earshot.Core;

namespace Earshot.Inference.Training.Corpus;

/// <summary>A set of words that mean the same.</summary>
/// <param name="Words">Its words with blanks for underscores, the usual one first.</param>
/// <param name="Definition">What they mean.</param>
/// <param name="Examples">Phrases or sentences that use one of them; may be empty.</param>
internal sealed record Synset(IReadOnlyList<string> Words, string Definition, IReadOnlyList<string> Examples);

/// <summary>A word and how often a large text used it, over all its meanings.</summary>
internal readonly record struct WordFrequency(string Word, int Count);

/// <summary>
/// The database of WordNet 3.0 as Debian's package wordnet-base lays it out: data.noun, data.verb, data.adj, data.adv (wndb(5)) and cntlist.rev, the
/// frequencies of tagged senses (cntlist(5)).
/// </summary>
internal sealed class WordNet
{
    private static readonly string[] DataFiles = ["data.noun", "data.verb", "data.adj", "data.adv"];

    private WordNet(IReadOnlyList<Synset> synsets, string[] frequencies)
    {
        Synsets = synsets;
        Nouns = Frequencies(frequencies, '1');
        Verbs = Frequencies(frequencies, '2');
        Adjectives = Frequencies(frequencies, '3', '5');
    }

    /// <summary>The files that are read.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. DataFiles, "cntlist.rev"];

    /// <summary>All sets: of nouns, verbs, adjectives, adverbs, in the order of the files.</summary>
    public IReadOnlyList<Synset> Synsets { get; }

    /// <summary>Nouns that were seen, by ordinal order.</summary>
    public IReadOnlyList<WordFrequency> Nouns { get; }

    /// <summary>Verbs that were seen, in their base form, by ordinal order.</summary>
    public IReadOnlyList<WordFrequency> Verbs { get; }

    /// <summary>Adjectives that were seen, by ordinal order.</summary>
    public IReadOnlyList<WordFrequency> Adjectives { get; }

    /// <summary>Reads the folder, /usr/share/wordnet where the package is installed.</summary>
    /// <exception cref="EarshotException">A file is missing or not WordNet's (exit 3).</exception>
    public static WordNet Read(string folder)
    {
        foreach (string file in Files)
            if (!File.Exists(Path.Combine(folder, file)))
                throw new EarshotException($"{folder} has no {file}", "name the folder of WordNet 3.0: /usr/share/wordnet of Debian's package wordnet-base", 3);

        List<Synset> synsets = [];
        foreach (string file in DataFiles)
        {
            int number = 0;
            foreach (string line in File.ReadLines(Path.Combine(folder, file)))
            {
                number++;
                if (line.StartsWith(' ')) continue; // the licence, which heads each file
                synsets.Add(Parse(line) ?? throw new EarshotException(
                    $"{Path.Combine(folder, file)}, line {number}: not a line of WordNet's database", "WordNet 3.0 is wanted: Debian's package wordnet-base", 3));
            }
        }

        return new WordNet(synsets, File.ReadAllLines(Path.Combine(folder, "cntlist.rev")));
    }

    /// <summary>A line of a data file: offset, file number, type, number of words in hexadecimal, words each with an id, pointers, " | ", gloss.</summary>
    internal static Synset? Parse(string line)
    {
        int bar = line.IndexOf(" | ", StringComparison.Ordinal);
        if (bar < 0) return null;
        string[] fields = line[..bar].Split(' ');
        if (fields.Length < 6 || !int.TryParse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int count)) return null;
        if (count < 1 || fields.Length < 4 + (2 * count)) return null;
        string[] words = new string[count];
        for (int i = 0; i < count; i++) words[i] = Word(fields[4 + (2 * i)]);

        string[] parts = line[(bar + 3)..].Split('"');
        List<string> examples = [];
        for (int i = 1; i < parts.Length; i += 2)
            if (parts[i].Trim() is { Length: > 0 } example) examples.Add(example);
        return new Synset(words, parts[0].Trim().TrimEnd(';', ':', ' '), examples);
    }

    // Adjectives may end in a mark of their place in a sentence: (a), (p) or (ip).
    private static string Word(string field)
    {
        int mark = field.IndexOf('(');
        return (mark < 0 ? field : field[..mark]).Replace('_', ' ');
    }

    // Lines are "lemma%type:…  sense  count"; the type is 1 noun, 2 verb, 3 adjective, 4 adverb, 5 adjective of a cluster.
    private static WordFrequency[] Frequencies(string[] lines, params ReadOnlySpan<char> types)
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            int percent = line.IndexOf('%', 1);
            if (percent < 0 || percent + 1 == line.Length || !types.Contains(line[percent + 1])) continue;
            string word = line[..percent].Replace('_', ' ');
            if (!word.All(c => char.IsAsciiLetter(c) || c is ' ' or '-')) continue;
            if (!int.TryParse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture, out int count)) continue;
            counts[word] = counts.GetValueOrDefault(word) + count;
        }

        return [.. counts.Select(pair => new WordFrequency(pair.Key, pair.Value))];
    }
}
