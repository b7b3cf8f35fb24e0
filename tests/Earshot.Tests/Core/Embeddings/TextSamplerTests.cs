using System.Text;
using Earshot.Core.Embeddings;

namespace Earshot.Tests.Core.Embeddings;

public sealed class TextSamplerTests
{
    private const int Texts = 5_000;
    private const int Wanted = 300;

    [Fact]
    public void The_sample_does_not_depend_on_order_repetition_or_partitions()
    {
        string[] expected = Sample(1, Enumerable.Range(0, Texts));
        Assert.Equal(Wanted, expected.Distinct().Count());
        Assert.Equal(expected, Sample(1, Enumerable.Range(0, Texts).Reverse()));
        Assert.Equal(expected, Sample(1, Enumerable.Range(0, Texts).SelectMany(i => Enumerable.Repeat(i, 1 + (i % 3)))));
        TextSampler all = new(Wanted, 1);
        foreach (int[] part in Enumerable.Range(0, Texts).Chunk(700))
        {
            TextSampler sampler = new(Wanted, 1);
            foreach (int i in part) sampler.Offer(Text(i));
            all.Merge(sampler);
        }

        Assert.Equal(expected, all.Drawn().Select(candidate => Encoding.UTF8.GetString(candidate.Item)));
    }

    [Fact]
    public void Every_text_has_the_same_chance()
    {
        int[] drawn = new int[Texts];
        const int Draws = 200;
        for (ulong seed = 0; seed < Draws; seed++)
            foreach (string text in Sample(seed, Enumerable.Range(0, Texts))) drawn[int.Parse(text[5..])]++;

        // Binomial with mean 12 and standard deviation 3.4; six deviations would be one text in a billion.
        const double Mean = (double)Draws * Wanted / Texts;
        Assert.All(drawn, count => Assert.InRange(count, 0, Mean + (6 * Math.Sqrt(Mean))));
        Assert.InRange(drawn.Take(Texts / 2).Sum(), Draws * Wanted * 0.48, Draws * Wanted * 0.52);
    }

    [Fact]
    public void Where_there_are_fewer_texts_than_wanted_all_are_taken_but_empty_ones()
    {
        TextSampler sampler = new(Wanted, 1);
        for (int i = 0; i < 10; i++) sampler.Offer(Text(i));
        sampler.Offer([]);
        Assert.Equal(10, sampler.Drawn().Count);
    }

    private static string[] Sample(ulong seed, IEnumerable<int> texts)
    {
        TextSampler sampler = new(Wanted, seed);
        foreach (int i in texts) sampler.Offer(Text(i));
        return [.. sampler.Drawn().Select(candidate => Encoding.UTF8.GetString(candidate.Item))];
    }

    private static byte[] Text(int i) => Encoding.UTF8.GetBytes($"text {i}");
}
