using System.Text;
using Earshot.Core.Columns;
using Earshot.Numerics.Vectors;

namespace Earshot.Storage.Embeddings;

/// <summary>What vectors look like: how many, how long, made by what.</summary>
public sealed class VectorStatistics(int dimensions)
{
    private readonly SortedDictionary<string, long> _makers = new(StringComparer.Ordinal);
    private readonly HashSet<long> _texts = [];
    private double _norms;

    /// <summary>Numbers a vector.</summary>
    public int Dimensions { get; } = dimensions;

    /// <summary>Vectors.</summary>
    public long Vectors { get; private set; }

    /// <summary>Vectors of zeros: tickets whose text is empty once it is clean.</summary>
    public long ZeroVectors { get; private set; }

    /// <summary>Different texts, by hash.</summary>
    public long DistinctTexts => _texts.Count;

    /// <summary>Smallest length of a vector that is not zero; stored vectors are rounded, so it is not quite 1.</summary>
    public double SmallestNorm { get; private set; } = double.NaN;

    /// <summary>Largest length.</summary>
    public double LargestNorm { get; private set; } = double.NaN;

    /// <summary>Mean length of those that are not zero.</summary>
    public double MeanNorm => _norms / (Vectors - ZeroVectors);

    /// <summary>Vectors by what made them.</summary>
    public IReadOnlyDictionary<string, long> MadeBy => _makers;

    internal void Add(ReadOnlySpan<long> hashes, FloatArrayColumn vectors, BytesColumn makers)
    {
        for (int row = 0; row < hashes.Length; row++)
        {
            Vectors++;
            _texts.Add(hashes[row]);
            string maker = Encoding.UTF8.GetString(makers[row]);
            _makers[maker] = _makers.GetValueOrDefault(maker) + 1;
            double norm = VectorKernels.Norm(vectors.Values.Slice(row * Dimensions, Dimensions));
            if (norm == 0)
            {
                ZeroVectors++;
                continue;
            }

            _norms += norm;
            if (!(norm >= SmallestNorm)) SmallestNorm = norm;
            if (!(norm <= LargestNorm)) LargestNorm = norm;
        }
    }
}
