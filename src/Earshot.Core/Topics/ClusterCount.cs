namespace Earshot.Core.Topics;

/// <summary>How many clusters a corpus gets where nobody said a number.</summary>
public static class ClusterCount
{
    /// <summary>Texts a cluster below which clusters are single tickets rather than topics.</summary>
    public const int FewestTexts = 3;

    // With n texts, √(n/5) clusters of √(5n) texts: clusters grow in number and in size alike, and 2,000 texts reach 20.
    private const double TextsAtOneCluster = 5;

    /// <summary>
    /// √(n/5) rounded, at least 2 and at most <paramref name="most"/>; 1 for one or two texts. 57 texts give 3 clusters, 312 give 8, 2,000 give 20.
    /// </summary>
    /// <param name="distinctTexts">Different texts, 0 or more; counted only up to <see cref="TextsFor"/> is enough.</param>
    /// <param name="most">Clusters of a large corpus, at least 1.</param>
    public static int For(long distinctTexts, int most) =>
        distinctTexts < FewestTexts ? 1 : Math.Min(most, Math.Max(2, (int)Math.Round(Math.Sqrt(distinctTexts / TextsAtOneCluster))));

    /// <summary>Different texts from which on <see cref="For"/> gives <paramref name="most"/>.</summary>
    internal static long TextsFor(int most) => (long)(most * (most * TextsAtOneCluster));
}
