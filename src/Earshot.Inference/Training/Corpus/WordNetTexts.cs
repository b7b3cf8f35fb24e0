namespace Earshot.Inference.Training.Corpus;

/// <summary>Texts made of WordNet's sets.</summary>
internal static class WordNetTexts
{
    private const int ShortestExample = 8;

    /// <summary>Definitions, examples of 8 characters or more, the words of every third set, and "word : definition" of every sixth.</summary>
    public static IEnumerable<CorpusPart> Parts(WordNet wordNet) =>
    [
        new("WordNet definitions", wordNet.Synsets.Select(set => set.Definition)),
        new("WordNet examples", wordNet.Synsets.SelectMany(set => set.Examples).Where(example => example.Length >= ShortestExample)),
        new("WordNet words", Every(3, wordNet.Synsets).Select(set => string.Join(", ", set.Words))),
        new("WordNet words with definitions", Every(6, wordNet.Synsets).Select(set => $"{set.Words[0]} : {set.Definition}")),
    ];

    private static IEnumerable<Synset> Every(int step, IReadOnlyList<Synset> sets)
    {
        for (int i = 0; i < sets.Count; i += step) yield return sets[i];
    }
}
