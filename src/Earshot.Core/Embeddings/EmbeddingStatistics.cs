using Earshot.Core.Assets;

namespace Earshot.Core.Embeddings;

/// <summary>Computes <see cref="EmbeddingSummary"/>; the same numbers for any number of threads.</summary>
public static class EmbeddingStatistics
{
    /// <summary>A summary of each partition, in order, and then, without a name, of all.</summary>
    /// <param name="advance">Called with the number of further rows done, from several threads.</param>
    public static IReadOnlyList<EmbeddingSummary> Of(
        IDatasetReader datasets, IReadOnlyList<string> partitions, int threads, Action<long> advance, CancellationToken cancellation)
    {
        long[] rows = [.. partitions.Select(partition => datasets.Manifest(EmbeddingsAsset.Name, partition).Rows)];
        VectorStatistics all = new(rows.Sum());
        List<EmbeddingSummary> summaries = [];
        InOrder.ForEach(
            partitions.Count,
            threads,
            index => Read(datasets, partitions[index], rows[index], advance, cancellation),
            (index, part) =>
            {
                summaries.Add(part.Summary(partitions[index]));
                all.Add(part);
            },
            cancellation);
        return [.. summaries, all.Summary(null)];
    }

    private static VectorStatistics Read(IDatasetReader datasets, string partition, long expected, Action<long> advance, CancellationToken cancellation)
    {
        VectorStatistics statistics = new(expected);
        float[] numbers = [];
        SimilaritySearch.ForEachBlock(datasets, partition, cancellation, (batch, rows) =>
        {
            if (numbers.Length != rows.Dimensions) numbers = new float[rows.Dimensions];
            for (int row = 0; row < rows.Count; row++)
            {
                rows.Read(row, numbers);
                statistics.Add(numbers, batch.Int64(EmbeddingsAsset.TextHash)[row]);
            }

            advance(rows.Count);
        });
        return statistics;
    }
}
