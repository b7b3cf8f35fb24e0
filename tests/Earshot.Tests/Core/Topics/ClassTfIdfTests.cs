using System.Text.Json;
using System.Text.RegularExpressions;
using Earshot.Core.Topics;

namespace Earshot.Tests.Core.Topics;

public sealed class ClassTfIdfTests
{
    private const double Tolerance = 1e-9;

    [Theory]
    [InlineData("plain", false, false)]
    [InlineData("bm25", true, false)]
    [InlineData("reduce_frequent", false, true)]
    [InlineData("bm25_reduce", true, true)]
    public void Weights_of_a_small_matrix_are_those_of_the_reference(string variant, bool bm25, bool reduceFrequent)
    {
        JsonElement hand = Golden().GetProperty("hand");
        long[][] counts = hand.GetProperty("counts").Deserialize<long[][]>()!;
        double[][] expected = hand.GetProperty(variant).GetProperty("ctfidf").Deserialize<double[][]>()!;
        long mean = ClassTfIdf.MeanClassSize([.. counts.Select(row => row.Sum())]);
        for (int row = 0; row < counts.Length; row++)
        {
            for (int term = 0; term < counts[row].Length; term++)
            {
                double inverse = ClassTfIdf.InverseFrequency(counts.Sum(other => other[term]), mean, bm25);
                Assert.Equal(expected[row][term], ClassTfIdf.Weight(counts[row][term], counts[row].Sum(), inverse, reduceFrequent), Tolerance);
            }
        }
    }

    [Theory]
    [InlineData("plain", false, false)]
    [InlineData("bm25", true, false)]
    [InlineData("reduce_frequent", false, true)]
    [InlineData("bm25_reduce", true, true)]
    public void The_ten_best_terms_of_twelve_real_classes_are_those_of_the_reference(string variant, bool bm25, bool reduceFrequent)
    {
        JsonElement real = Golden().GetProperty("real");
        HashSet<string> stopWords = [.. JsonDocument.Parse(File.ReadAllText(Shared.Path("goldens/topics/tokenisation.json"))).RootElement.GetProperty("stop_words").Deserialize<string[]>()!];
        Dictionary<string, long>[] counts = [.. LabelledTexts.Read("data/banking77/test.csv").GroupBy(row => row.Class).OrderBy(group => group.Key, StringComparer.Ordinal).Take(12)
            .Select(group => Count(string.Join(' ', group.Select(row => row.Text)), stopWords))];
        Dictionary<string, long> frequency = [];
        foreach ((string term, long count) in counts.SelectMany(row => row)) frequency[term] = frequency.GetValueOrDefault(term) + count;
        long[] totals = [.. counts.Select(row => row.Values.Sum())];
        Assert.Equal(real.GetProperty("A_used").GetInt64(), ClassTfIdf.MeanClassSize(totals));
        for (int row = 0; row < counts.Length; row++)
        {
            double Weight(string term, long count) => ClassTfIdf.Weight(count, totals[row], ClassTfIdf.InverseFrequency(frequency[term], ClassTfIdf.MeanClassSize(totals), bm25), reduceFrequent);
            List<(string Term, double Weight)> best = [.. counts[row].Select(pair => (pair.Key, Weight(pair.Key, pair.Value)))
                .OrderByDescending(pair => Math.Round(pair.Item2, 12)).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(10)];
            JsonElement expected = real.GetProperty("top").GetProperty(variant)[row].GetProperty("top10");
            for (int rank = 0; rank < 10; rank++)
            {
                Assert.Equal(expected[rank][0].GetString(), best[rank].Term);
                Assert.Equal(expected[rank][1].GetDouble(), best[rank].Weight, Tolerance);
            }
        }
    }

    // The reference's own tokens: lower-case, two letters or more, stop words out, then neighbours.
    private static Dictionary<string, long> Count(string text, HashSet<string> stopWords)
    {
        string[] words = [.. Regex.Matches(text.ToLowerInvariant(), @"\b\w\w+\b", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Value).Where(word => !stopWords.Contains(word))];
        Dictionary<string, long> counts = [];
        foreach (string term in words.Concat(words.Zip(words.Skip(1), (a, b) => a + " " + b))) counts[term] = counts.GetValueOrDefault(term) + 1;
        return counts;
    }

    private static JsonElement Golden() => JsonDocument.Parse(File.ReadAllText(Shared.Path("goldens/topics/ctfidf.json"))).RootElement;
}
