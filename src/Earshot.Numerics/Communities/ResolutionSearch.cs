namespace Earshot.Numerics.Communities;

/// <summary>Which γ gives about as many communities as somebody wants.</summary>
internal static class ResolutionSearch
{
    private const double Least = 1e-4;
    private const double Most = 1e5;
    private const int Bisections = 12;

    /// <summary>The γ among those tried at which the number of communities is nearest to <paramref name="communities"/>; of equals the lowest.</summary>
    /// <param name="communities">Wanted, at least 1.</param>
    /// <param name="start">γ to begin with.</param>
    /// <param name="count">Communities at a γ; roughly rising.</param>
    public static double Find(int communities, double start, Func<double, int> count)
    {
        (double Resolution, int Distance) best = (start, int.MaxValue);
        (double low, double high) = (start, start);
        bool isTooFew = Try(start) < communities;
        if (isTooFew)
        {
            while (Try(high *= 2) < communities && high < Most) low = high;
        }
        else
        {
            while (Try(low /= 2) >= communities && low > Least) high = low;
        }

        for (int step = 0; step < Bisections && best.Distance > 0; step++)
        {
            double middle = Math.Sqrt(low * high);
            if (Try(middle) < communities) low = middle;
            else high = middle;
        }

        return best.Resolution;

        int Try(double resolution)
        {
            int tried = count(resolution), distance = Math.Abs(tried - communities);
            if (distance < best.Distance || (distance == best.Distance && resolution < best.Resolution)) best = (resolution, distance);
            return tried;
        }
    }
}
