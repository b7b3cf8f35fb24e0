using Earshot.Core.Embeddings;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Core.Embeddings;

public sealed class SimilaritySearchTests
{
    private readonly StoredVectors _stored = new(partitions: 5, rows: 400);

    [Theory]
    [InlineData(1, 10, -1)]
    [InlineData(3, 37, 0.2)]
    [InlineData(2, 5000, -1)]
    public void The_nearest_are_those_of_a_full_sort_for_any_number_of_threads_ties_by_the_smaller_id(int threads, int limit, float threshold)
    {
        float[] query = StoredVectors.Vector(17);
        SimilarTicket[] expected =
        [
            .. _stored.Rows.Where(row => row.Id != 44 && VectorKernels.Norm(row.Vector) > 0)
                .Select(row => (row.Id, Similarity: VectorKernels.CosineSimilarity(query, row.Vector)))
                .Where(row => row.Similarity >= threshold)
                .OrderByDescending(row => row.Similarity).ThenBy(row => row.Id).Take(limit).Select(row => new SimilarTicket(row.Id, row.Similarity)),
        ];
        Assert.Equal(expected, SimilaritySearch.Nearest(_stored, _stored.Partitions, query, limit, threshold, except: 44, threads, TestContext.Current.CancellationToken));
        Assert.True(expected.Zip(expected.Skip(1)).Any(pair => pair.First.Similarity == pair.Second.Similarity), "no tie was tried");
    }

    [Fact]
    public void The_stored_vector_of_a_ticket_is_found_wherever_it_is()
    {
        foreach ((long id, _, float[] vector) in _stored.Rows.Where((_, i) => i % 150 == 7))
            Assert.Equal(vector, SimilaritySearch.VectorOf(_stored, _stored.Partitions, id, 2, TestContext.Current.CancellationToken)!, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Null(SimilaritySearch.VectorOf(_stored, _stored.Partitions, 1_000_000, 2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Statistics_count_tickets_texts_and_zero_vectors_and_measure_lengths_by_partition_and_in_all()
    {
        long told = 0;
        IReadOnlyList<EmbeddingSummary> summaries = EmbeddingStatistics.Of(_stored, _stored.Partitions, 1, rows => told += rows, TestContext.Current.CancellationToken);
        Assert.Equal([.. _stored.Partitions, null], summaries.Select(s => s.Partition));
        foreach (EmbeddingSummary summary in summaries)
        {
            (long Id, long Hash, float[] Vector)[] rows = [.. summary.Partition is null ? _stored.Rows : _stored.RowsOf(summary.Partition)];
            double[] norms = [.. rows.Select(row => (double)VectorKernels.Norm(row.Vector)).Where(norm => norm > 0)];
            double[] mean = [.. Enumerable.Range(0, StoredVectors.Dimensions).Select(i => rows.Average(row => (double)row.Vector[i]))];
            Assert.Equal((rows.Length, rows.Select(row => row.Hash).Distinct().Count(), rows.Length - norms.Length, StoredVectors.Dimensions), (summary.Tickets, summary.DistinctTexts, summary.ZeroVectors, summary.Dimensions));
            Assert.Equal(norms.Min(), summary.MinimumNorm, 1e-6);
            Assert.Equal(norms.Average(), summary.MeanNorm, 1e-6);
            Assert.Equal(norms.Max(), summary.MaximumNorm, 1e-6);
            Assert.Equal(Math.Sqrt(mean.Sum(m => m * m)), summary.MeanLength, 1e-6);
        }

        Assert.Equal(2000, told);
        Assert.Equal(summaries, EmbeddingStatistics.Of(_stored, _stored.Partitions, 3, _ => { }, TestContext.Current.CancellationToken));
    }
}
