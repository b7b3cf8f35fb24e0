using System.Runtime.InteropServices;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics.Components;
using Earshot.Numerics.Manifold;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics;

/// <summary>
/// Places a sample of tickets in two dimensions: by UMAP, which keeps neighbours together, or along the two principal components of the topics' centroids, which
/// spread topics apart as far as a linear picture can and cost nothing.
/// </summary>
internal sealed class TopicMap
{
    private const int BlockRows = 4096;

    // UMAP of fewer is no picture
    private const int FewestForUmap = 100;

    // further ones move no dot so far that it could be seen
    private const int Epochs = 200;

    private readonly int _dimensions;
    private readonly int _wanted;
    private readonly PrincipalComponents? _components;
    private readonly ulong _seed;
    private readonly List<float> _numbers = [];
    private readonly List<int> _topics = [];

    /// <summary>An empty map.</summary>
    /// <param name="centroids">Of each topic its mean vector.</param>
    /// <param name="wanted">Tickets to place.</param>
    /// <param name="umap">Whether UMAP places them.</param>
    /// <param name="seed">Its seed.</param>
    internal TopicMap(FloatMatrix centroids, long wanted, bool umap, ulong seed)
    {
        (_dimensions, _wanted, _seed) = (centroids.Dimensions, (int)wanted, seed);
        if (!umap || wanted < FewestForUmap) _components = PrincipalComponents.Fit(centroids, 2);
    }

    /// <summary>The points, coordinates in units of the largest.</summary>
    internal IReadOnlyList<MapPoint> Points(int threads, CancellationToken cancellation)
    {
        FloatMatrix rows = new(_numbers.ToArray(), _components is null ? _dimensions : 2);
        if (_components is null && rows.Count >= FewestForUmap) rows = Umap.Fit(rows, new UmapOptions { Seed = _seed, Epochs = Epochs }, threads, null, cancellation).Embedding;
        else if (_components is null) rows = new FloatMatrix(new float[rows.Count * 2], 2);
        float largest = 0;
        for (int row = 0; row < rows.Count; row++) largest = Math.Max(largest, Math.Max(Math.Abs(rows[row][0]), Math.Abs(rows[row][1])));
        if (largest == 0) largest = 1;
        return [.. _topics.Select((topic, row) => new MapPoint(MathF.Round(rows[row][0] / largest, 4), MathF.Round(rows[row][1] / largest, 4), topic))];
    }

    /// <summary>This partition's share of the sample: the numbers of each ticket, and its topic.</summary>
    internal (List<float> Numbers, List<int> Topics) Read(IReadOnlyList<string> partitions, int index, BuildContext context)
    {
        long[] rows = [.. partitions.Select(p => context.Datasets.Manifest(EmbeddingsAsset.Name, p).Rows)];
        long total = rows.Sum();
        int wanted = EmbeddingSample.Share(rows, index, _wanted, total);
        int stride = EmbeddingSample.Stride(wanted, rows[index], total);
        (List<float> numbers, List<int> topics) = ([], new(wanted));
        ColumnBatch batch = new([.. EmbeddingSample.VectorColumns, AssignmentsAsset.Columns[AssignmentsAsset.TopicId]]);
        using IBatchReader reader = context.Datasets.OpenSideBySide(
            partitions[index], (EmbeddingsAsset.Name, EmbeddingSample.VectorColumns), (AssignmentsAsset.Name, [batch.Schema[2]]));
        float[] vector = new float[_dimensions];
        for (long first = 0; topics.Count < wanted && reader.Read(batch, BlockRows); first += batch.Count, batch.Clear())
        {
            for (int row = 0; row < batch.Count && topics.Count < wanted; row++)
            {
                if ((first + row) % stride != 0) continue;
                Int8Quantization.Dequantize(MemoryMarshal.Cast<byte, sbyte>(batch.Bytes(1)[row]), batch.Float32(0)[row], vector);
                if (_components is null) numbers.AddRange(vector);
                else numbers.AddRange([Along(vector, 0), Along(vector, 1)]);
                topics.Add(batch.Int32(2)[row]);
            }
        }

        return (numbers, topics);
    }

    internal void Add((List<float> Numbers, List<int> Topics) part)
    {
        _numbers.AddRange(part.Numbers);
        _topics.AddRange(part.Topics);
    }

    private float Along(float[] vector, int axis)
    {
        ReadOnlySpan<double> mean = _components!.Mean, direction = _components.Axes.Slice(axis * _dimensions, _dimensions);
        double sum = 0;
        for (int i = 0; i < vector.Length; i++) sum += (vector[i] - mean[i]) * direction[i];
        return (float)sum;
    }
}
