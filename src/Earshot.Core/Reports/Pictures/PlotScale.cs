namespace Earshot.Core.Reports.Pictures;

/// <summary>Where numbers lie between the least and the greatest of them; the few that lie far beyond all others stand at the edge, or they would press the rest together.</summary>
internal readonly record struct PlotScale(double Low, double High)
{
    // the farthest hundredth may take so much of the width beyond the rest
    private const int FewOf = 100;
    private const double FarAway = 0.08;

    /// <summary>The scale of the finite ones; a single value lies in the middle.</summary>
    public static PlotScale Of(IEnumerable<float> values)
    {
        float[] sorted = [.. values.Where(float.IsFinite).Order()];
        if (sorted.Length == 0) return new(-1, 1);
        int few = sorted.Length / FewOf;
        double low = sorted[few], high = sorted[^(few + 1)], room = (high - low) * FarAway;
        (low, high) = (Math.Max(sorted[0], low - room), Math.Min(sorted[^1], high + room));
        return high > low ? new(low, high) : new(low - 1, high + 1);
    }

    /// <summary>0 for the least, 1 for the greatest.</summary>
    public double ShareOf(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);
}
