using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters;

/// <summary>
/// Texts divided by density (or another <see cref="ClusterMethod"/>), and each cluster that is large enough divided again by itself, in a layout of its own, to a given depth. How a cluster is
/// divided depends on its own rows and the options alone. The same bytes for any number of threads.
/// </summary>
public sealed class RecursiveClustering
{
    private readonly int[] _finest;
    private readonly float[] _memberships;

    internal RecursiveClustering(IReadOnlyList<Cluster> clusters, int[] finest, float[] memberships) =>
        (Clusters, _finest, _memberships) = (clusters, finest, memberships);

    /// <summary>All clusters, the whole first, then depth by depth.</summary>
    public IReadOnlyList<Cluster> Clusters { get; }

    /// <summary>Of each row the position of the deepest cluster that it is in.</summary>
    public ReadOnlySpan<int> Finest => _finest;

    /// <summary>How firmly each row belongs where it came to lie last, 0 to 1; 0 for noise.</summary>
    public ReadOnlySpan<float> Memberships => _memberships;

    /// <summary>The deepest depth that anything was divided to, 0 where all is noise.</summary>
    public int Depth => Clusters[^1].Depth;

    /// <summary>Divides <paramref name="rows"/>.</summary>
    /// <param name="rows">Vectors of different texts, compared by cosine.</param>
    /// <param name="options">How.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="pictures">Whether the places on pictures are wanted too; where clusters are not looked for in two dimensions they take a layout of their own.</param>
    /// <param name="settled">Told the number of further rows that no division will touch again.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="EarshotException">
    /// Options are out of range (all are named; exit code 2); there are too few rows for two clusters, all are the same vector, or one holds NaN or an infinity
    /// and is named (exit code 3).
    /// </exception>
    public static RecursiveClustering Fit(
        FloatMatrix rows, RecursiveClusteringOptions options, int threads = 1, bool pictures = true, Action<int>? settled = null,
        CancellationToken cancellation = default)
    {
        if (options.Validate() is { Count: > 0 } faults)
            throw new EarshotException(string.Join('\n', faults), "`earshot cluster --help` shows every option with its default", exitCode: 2);
        ClusterableRows.Require(rows, options);
        return new ClusterDivider(rows, options, threads, pictures, settled ?? (_ => { }), cancellation).Divide();
    }

    /// <summary>Whether a row whose deepest cluster is <paramref name="cluster"/> is in none of the clusters that it was divided into.</summary>
    public bool IsNoise(int cluster) => Clusters[cluster].Division is not null;

    /// <summary>The label of a row whose deepest cluster is <paramref name="cluster"/>: <c>root.0.1</c>, or <c>root.0.noise</c>.</summary>
    public string LabelOf(int cluster) => IsNoise(cluster) ? $"{Clusters[cluster].Path}.{Cluster.Noise}" : Clusters[cluster].Path;

    /// <summary>The cluster at <paramref name="depth"/> that a cluster lies within; itself where it is not as deep.</summary>
    public int AtDepth(int cluster, int depth)
    {
        while (Clusters[cluster].Depth > depth) cluster = Clusters[cluster].Parent;
        return cluster;
    }
}
