using Earshot.Numerics.Graphs;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Manifold;

/// <summary>A finished layout, and the means to place new rows in it.</summary>
public sealed class UmapModel
{
    private const int ChunkRows = 64;

    // the rows of the fit have settled, so new ones need fewer and smaller steps
    private const int EpochsOfFewRows = 100;
    private const int EpochsOfManyRows = 30;
    private const int PartOfEpochs = 3;
    private const double ShareOfLearningRate = 1.0 / 4;

    private readonly NeighborIndex? _index;
    private readonly UmapOptions _options;
    private readonly float _meanDistance;
    private readonly float[] _places;

    internal UmapModel(float[] places, NeighborIndex? index, UmapOptions options, float meanDistance)
    {
        _places = places;
        Embedding = new FloatMatrix(places, options.Components);
        _index = index;
        _options = options;
        _meanDistance = meanDistance;
    }

    /// <summary>The place of each row of the fit.</summary>
    public FloatMatrix Embedding { get; }

    /// <summary>Places of new rows; the layout stays as it is. The number of threads makes no difference.</summary>
    /// <param name="rows">Finite rows with the dimensions of those of the fit.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="InvalidOperationException">The fit was given neighbours, not rows.</exception>
    /// <exception cref="ArgumentException">The dimensions differ, or a row holds NaN or an infinity.</exception>
    public FloatMatrix Transform(FloatMatrix rows, int threads = 1, CancellationToken cancellation = default)
    {
        if (_index is null) throw new InvalidOperationException("the layout was made from neighbours; give the neighbours of the new rows among its rows");
        return Transform(_index.Find(rows, threads, cancellation), threads, cancellation);
    }

    /// <summary>Places of new rows by their neighbours among the rows of the fit; a row's place depends on its own neighbours alone.</summary>
    /// <param name="neighbors">Of each new row the nearest rows of the fit, about as many as the fit had.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException"><paramref name="neighbors"/> name rows that are not there or distances that are none.</exception>
    public FloatMatrix Transform(NeighborTable neighbors, int threads = 1, CancellationToken cancellation = default)
    {
        Umap.ThrowIfOutside(neighbors, Embedding.Count, nameof(neighbors));
        float[] places = new float[neighbors.Count * _options.Components];
        Chunks.ForEach(neighbors.Count, ChunkRows, threads, (_, first, end) => Place(neighbors, places, first, end), cancellation);
        return new FloatMatrix(places, _options.Components);
    }

    private unsafe void Place(NeighborTable neighbors, float[] places, int first, int end)
    {
        int components = _options.Components;
        LayoutForces forces = new(CurveParameters.Fit(_options.MinDist, _options.Spread), _options.RepulsionStrength, components);
        float[] strengths = new float[DecayKernel.Padded(neighbors.Neighbors)];
        uint[] rates = new uint[neighbors.Neighbors];
        float* scratch = stackalloc float[LayoutStep.ScratchLength(components)];
        fixed (float* old = _places, placed = places)
        {
            LayoutStep step = new(forces, old, Embedding.Count, components, scratch);
            for (int row = first; row < end; row++)
            {
                FillStrengths(neighbors.Distances(row), strengths);
                for (int i = 0; i < rates.Length; i++) rates[i] = LayoutEdges.RateOf(strengths[i]);
                float* own = placed + ((long)row * components);
                WeightedMean(neighbors[row], strengths, own);
                Settle(step, own, neighbors[row], rates);
            }
        }
    }

    private void FillStrengths(ReadOnlySpan<float> distances, float[] strengths)
    {
        // the new row itself is not among the rows, so that one neighbour less counts as connected
        DistanceScale scale = DistanceScale.Fit(distances, isNew: true, Math.Max(0, _options.LocalConnectivity - 1), _meanDistance, strengths);
        DecayKernel.Apply(strengths, scale.Sigma);
    }

    private unsafe void WeightedMean(ReadOnlySpan<int> rows, float[] strengths, float* place)
    {
        double total = 0;
        for (int i = 0; i < rows.Length; i++) total += strengths[i];
        for (int component = 0; component < _options.Components; component++)
        {
            double sum = 0;
            for (int i = 0; i < rows.Length; i++) sum += strengths[i] * Embedding[rows[i]][component];
            place[component] = total > 0 ? (float)(sum / total) : 0;
        }
    }

    // all rows draw the same random numbers, so that none depends on its number
    private unsafe void Settle(LayoutStep step, float* own, ReadOnlySpan<int> neighbors, uint[] rates)
    {
        int byDefault = Embedding.Count <= UmapOptions.FewRows ? EpochsOfFewRows : EpochsOfManyRows;
        int epochs = _options.Epochs is int asked ? Math.Max(1, asked / PartOfEpochs) : byDefault;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            float rate = (float)(_options.LearningRate * ShareOfLearningRate * (1 - ((double)epoch / epochs)));
            int due = step.Attract(own, neighbors, rates, (uint)epoch + 1, rate);
            SplitMix64 random = new(SplitMix64.Derive(_options.Seed, 4, (ulong)epoch));
            step.Repel(own, due * _options.NegativeSampleRate, ref random, rate);
        }
    }
}
