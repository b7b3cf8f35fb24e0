namespace Earshot.Numerics.Communities;

/// <summary>
/// What several runs of Leiden agree on: each edge's weight times the share of runs that put both of its ends together, and Leiden once more on that.
/// Less depends on chance than in one run (after Lancichinetti and Fortunato 2012). A partition to start from has as many votes as all runs together.
/// </summary>
internal static class Consensus
{
    /// <summary>Of each node its community, labelled 0, 1, … in the order in which they first come.</summary>
    /// <param name="network">The nodes and their edges.</param>
    /// <param name="options">How to find communities; each run has a seed of its own, derived from the seed.</param>
    /// <param name="runs">At least 1; with 1 there is nothing to agree on.</param>
    /// <param name="initial">Labels to start from, 0 or more and below the number of nodes; null: each node by itself.</param>
    /// <param name="threads">Runs at a time; the result does not depend on it.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    public static int[] Run(
        Network network, LeidenOptions options, int runs, int[]? initial = null, int threads = 1, CancellationToken cancellation = default)
    {
        if (runs == 1 && initial is null) return Leiden.Run(network, options, null, cancellation);
        int[][] labelings = new int[runs][];
        Chunks.ForEach(
            runs,
            1,
            threads,
            (run, _, _) => labelings[run] = Leiden.Run(network, options with { Seed = SplitMix64.Derive(options.Seed, (ulong)run) }, initial, cancellation),
            cancellation);
        if (initial is not null) labelings = [.. labelings, .. Enumerable.Repeat(initial, runs)];
        return Leiden.Run(network.Agreed(labelings), options, initial, cancellation);
    }
}
