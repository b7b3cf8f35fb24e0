namespace Earshot.Core.Reports.Pictures;

/// <summary>Where numbers lie between the least and the greatest of them.</summary>
internal readonly record struct PlotScale(double Low, double High)
{
    /// <summary>The scale of the finite ones; a single value lies in the middle.</summary>
    public static PlotScale Of(IEnumerable<float> values)
    {
        (double low, double high) = (double.MaxValue, double.MinValue);
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return high > low ? new(low, high) : high < low ? new(-1, 1) : new(low - 1, high + 1);
    }

    /// <summary>0 for the least, 1 for the greatest.</summary>
    public double ShareOf(double value) => (value - Low) / (High - Low);
}
