using System.Runtime.InteropServices;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Embeddings;

/// <summary>What the stored vectors of one partition, or of all, are like.</summary>
/// <param name="Partition">Its name; null for all together.</param>
/// <param name="Tickets">Rows.</param>
/// <param name="DistinctTexts">Different texts among them; above 16 million tickets an estimate.</param>
/// <param name="ZeroVectors">Tickets whose text cleaned to nothing: they are near to nothing.</param>
/// <param name="Dimensions">Numbers a vector; 0 where there is no row.</param>
/// <param name="MinimumNorm">Length of the shortest vector that is not zero; 1 but for rounding. 0 where there is none.</param>
/// <param name="MeanNorm">Mean length of those that are not zero.</param>
/// <param name="MaximumNorm">Length of the longest.</param>
/// <param name="MeanLength">Length of the mean of all vectors: 0 where they point everywhere, 1 where all are the same.</param>
public sealed record EmbeddingSummary(
    string? Partition,
    long Tickets,
    long DistinctTexts,
    long ZeroVectors,
    int Dimensions,
    double MinimumNorm,
    double MeanNorm,
    double MaximumNorm,
    double MeanLength);

/// <summary>Computes <see cref="EmbeddingSummary"/>; the same numbers for any number of threads.</summary>
public static class EmbeddingStatistics
{
    /// <summary>A summary of each partition, in order, and then, without a name, of all.</summary>
    /// <param name="advance">Called with the number of further rows done, from several threads.</param>
    public static IReadOnlyList<EmbeddingSummary> Of(
        IDatasetReader datasets, IReadOnlyList<string> partitions, int threads, Action<long> advance, CancellationToken cancellation)
    {
        long[] rows = [.. partitions.Select(partition => datasets.Manifest(EmbeddingsAsset.Name, partition).Rows)];
        Sums all = new(rows.Sum());
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

    private static Sums Read(IDatasetReader datasets, string partition, long expected, Action<long> advance, CancellationToken cancellation)
    {
        Sums sums = new(expected);
        float[] numbers = [];
        SimilaritySearch.ForEachBlock(datasets, partition, cancellation, (batch, rows) =>
        {
            if (numbers.Length != rows.Dimensions) numbers = new float[rows.Dimensions];
            for (int row = 0; row < rows.Count; row++)
            {
                rows.Read(row, numbers);
                sums.Add(numbers, batch.Int64(EmbeddingsAsset.TextHash)[row]);
            }

            advance(rows.Count);
        });
        return sums;
    }

    private sealed class Sums(long expected)
    {
        private readonly DistinctTexts _texts = new(expected);
        private readonly List<ulong> _hashes = [];
        private long _tickets;
        private long _zero;
        private double _norms;
        private float _minimum = float.PositiveInfinity;
        private float _maximum;
        private double[] _mean = [];

        internal void Add(ReadOnlySpan<float> vector, long textHash)
        {
            if (_mean.Length == 0) _mean = new double[vector.Length];
            float norm = VectorKernels.Norm(vector);
            _tickets++;
            _hashes.Add((ulong)textHash);
            for (int i = 0; i < vector.Length; i++) _mean[i] += vector[i];
            if (norm == 0)
            {
                _zero++;
                return;
            }

            _norms += norm;
            _minimum = Math.Min(_minimum, norm);
            _maximum = Math.Max(_maximum, norm);
        }

        internal void Add(Sums part)
        {
            if (_mean.Length == 0) _mean = new double[part._mean.Length];
            for (int i = 0; i < part._mean.Length; i++) _mean[i] += part._mean[i];
            _tickets += part._tickets;
            _zero += part._zero;
            _norms += part._norms;
            _minimum = Math.Min(_minimum, part._minimum);
            _maximum = Math.Max(_maximum, part._maximum);
            _texts.Add(CollectionsMarshal.AsSpan(part._hashes));
        }

        internal EmbeddingSummary Summary(string? partition)
        {
            _texts.Add(CollectionsMarshal.AsSpan(_hashes));
            long vectors = _tickets - _zero;
            return new EmbeddingSummary(
                partition,
                _tickets,
                _texts.Count(threads: 1),
                _zero,
                _mean.Length,
                vectors == 0 ? 0 : _minimum,
                vectors == 0 ? 0 : _norms / vectors,
                _maximum,
                _tickets == 0 ? 0 : Math.Sqrt(_mean.Sum(sum => sum * sum)) / _tickets);
        }
    }
}
