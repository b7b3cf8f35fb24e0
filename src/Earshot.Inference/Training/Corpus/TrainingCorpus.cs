using Earshot.Core.Columns;
using Earshot.Inference.Students;
using Earshot.Numerics;

namespace Earshot.Inference.Training.Corpus;

/// <summary>A part of a corpus: its name in the report and its texts.</summary>
internal sealed record CorpusPart(string Name, IEnumerable<string> Texts);

/// <summary>How many texts of a part were read and how many of them are new to the corpus.</summary>
public sealed record CorpusPartCount(string Name, int Read, int Kept);

/// <summary>The texts that a student is fitted to, each once, in an order that depends on the seed alone.</summary>
/// <param name="Texts">All texts, shuffled.</param>
/// <param name="Parts">What each part gave.</param>
internal sealed record TrainingCorpus(BytesColumn Texts, IReadOnlyList<CorpusPartCount> Parts)
{
    /// <summary>Reads the parts in order, drops texts that came before and empty ones, and shuffles (Fisher–Yates from the end by SplitMix64).</summary>
    public static TrainingCorpus Build(IEnumerable<CorpusPart> parts, ulong seed, CancellationToken cancellation = default)
    {
        BytesColumn read = new();
        List<(string Name, int End)> ends = [];
        foreach (CorpusPart part in parts)
        {
            foreach (string text in part.Texts)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!string.IsNullOrWhiteSpace(text)) read.Append(text.AsSpan().Trim());
            }

            ends.Add((part.Name, read.Count));
        }

        ReadOnlySpan<int> firsts = new DuplicateIndex().Find(read, out int distinct);
        int[] order = new int[distinct];
        int kept = 0;
        int row = 0;
        List<CorpusPartCount> counts = [];
        foreach ((string name, int end) in ends)
        {
            (int rowsBefore, int keptBefore) = (row, kept);
            for (; row < end; row++)
                if (firsts[row] == row) order[kept++] = row;
            counts.Add(new CorpusPartCount(name, end - rowsBefore, kept - keptBefore));
        }

        Shuffle(order, seed);
        BytesColumn texts = new();
        foreach (int index in order) texts.Append(read[index]);
        return new TrainingCorpus(texts, counts);
    }

    private static void Shuffle(Span<int> order, ulong seed)
    {
        SplitMix64 random = new(seed);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.NextInt32(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
    }
}
