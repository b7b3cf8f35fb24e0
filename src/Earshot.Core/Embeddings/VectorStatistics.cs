using System.Runtime.InteropServices;
using Earshot.Core.Analysis;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Embeddings;

/// <summary>What vectors are like: those of a partition, of all, or of one command.</summary>
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

/// <summary>Adds up what <see cref="EmbeddingSummary"/> says.</summary>
/// <param name="expected">Vectors to come, about.</param>
public sealed class VectorStatistics(long expected)
{
    private readonly DistinctTexts _texts = new(expected);
    private readonly List<ulong> _hashes = [];
    private long _tickets;
    private long _zero;
    private double _norms;
    private float _minimum = float.PositiveInfinity;
    private float _maximum;
    private double[] _mean = [];

    /// <summary>Takes in the vector of a ticket.</summary>
    /// <param name="vector">As many numbers as the others have.</param>
    /// <param name="textHash">The hash of its text.</param>
    public void Add(ReadOnlySpan<float> vector, long textHash)
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

    /// <summary>Takes in what <paramref name="part"/> saw.</summary>
    internal void Add(VectorStatistics part)
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

    /// <summary>What was seen; to be asked for once.</summary>
    /// <param name="partition">The name to give it; null for none.</param>
    public EmbeddingSummary Summary(string? partition)
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
