namespace Earshot.Numerics.Density;

/// <summary>Where new rows belong in a finished fit.</summary>
public sealed class HdbscanPrediction
{
    private readonly int[] _labels;
    private readonly double[] _strengths;

    internal HdbscanPrediction(int[] labels, double[] strengths)
    {
        _labels = labels;
        _strengths = strengths;
    }

    /// <summary>The cluster of each row, or −1 for noise.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>How firmly it belongs there, 0 to 1.</summary>
    public ReadOnlySpan<double> Strengths => _strengths;
}
