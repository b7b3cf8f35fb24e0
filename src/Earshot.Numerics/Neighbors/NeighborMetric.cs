namespace Earshot.Numerics.Neighbors;

/// <summary>What a distance between two rows is.</summary>
public enum NeighborMetric
{
    /// <summary>
    /// 1 − cosine, 0 to 2, computed as half the squared distance of the rows scaled to length 1: exactly 0 for equal rows. The distance to a row of zeros is 1.
    /// </summary>
    Cosine,

    /// <summary>√Σ (xᵢ − yᵢ)², from the differences themselves.</summary>
    Euclidean,
}
