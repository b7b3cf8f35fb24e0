namespace Earshot.Numerics.Manifold;

/// <summary>
/// Stochastic gradient descent on the layout (McInnes, Healy, Melville 2018, algorithm 5), so that a seed gives the same bytes for any number of threads: an epoch
/// goes through the points in a few blocks, and all points of a block move by the places that held before it, each with random numbers of
/// its own. An edge is seen from both of its ends, and each end moves only itself.
/// </summary>
internal static class LayoutOptimizer
{
    private const int ChunkPoints = 256;

    // Measured 2026-11-21 on 3,000 embeddings: with 1 block trustworthiness is 0.977 instead of 0.988; with 16 no better than with 4.
    private const int Blocks = 4;

    // each edge stands in the graph in both directions, and each of them moves both ends
    private const float PullsPerEdge = 2;

    /// <summary>Improves <paramref name="layout"/> in place.</summary>
    /// <param name="layout">Points × components, point by point.</param>
    /// <param name="edges">Which points pull at which.</param>
    /// <param name="options">Epochs, learning rate, samples and seed count.</param>
    /// <param name="epochs">At least 1.</param>
    /// <param name="progress">Told the share of epochs done, after each.</param>
    public static void Run(
        float[] layout, LayoutEdges edges, UmapOptions options, int epochs, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        int components = options.Components;
        float[] next = new float[layout.Length];
        LayoutForces forces = new(CurveParameters.Fit(options.MinDist, options.Spread), options.RepulsionStrength, components);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            float rate = (float)(options.LearningRate * (1 - ((double)epoch / epochs)));
            Epoch now = new((uint)epoch + 1, rate, options.NegativeSampleRate, SplitMix64.Derive(options.Seed, 2, (ulong)epoch));
            for (int block = 0; block < Blocks; block++)
            {
                int start = (int)((long)edges.Count * block / Blocks), stop = (int)((long)edges.Count * (block + 1) / Blocks);
                Chunks.ForEach(
                    stop - start,
                    ChunkPoints,
                    threads,
                    (_, first, end) => Move(layout, next, components, edges, forces, now, start + first, start + end),
                    cancellation);
                Array.Copy(next, start * components, layout, start * components, (stop - start) * components);
            }

            progress?.Report((epoch + 1.0) / epochs);
        }
    }

    private static unsafe void Move(float[] layout, float[] next, int components, LayoutEdges edges, LayoutForces forces, Epoch now, int first, int end)
    {
        float* scratch = stackalloc float[LayoutStep.ScratchLength(components)];
        fixed (float* places = layout, moved = next)
        {
            LayoutStep step = new(forces, places, edges.Count, components, scratch);
            for (int point = first; point < end; point++)
            {
                float* own = moved + ((long)point * components);
                for (int i = 0; i < components; i++) own[i] = places[((long)point * components) + i];
                int due = step.Attract(own, edges.Neighbors(point), edges.Rates(point), now.Number, PullsPerEdge * now.Rate);
                SplitMix64 random = new(SplitMix64.Derive(now.Seed, (ulong)point));
                step.Repel(own, due * now.NegativeSamples, ref random, now.Rate);
            }
        }
    }

    private readonly record struct Epoch(uint Number, float Rate, int NegativeSamples, ulong Seed);
}
