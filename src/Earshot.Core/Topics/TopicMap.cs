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
/// spread topics apart as far as a linear picture can and cost nothing. The same sample tells how well topics stand apart.
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
        FloatMatrix rows = new(_numbers.ToArray(), _dimensions);
        if (_components is not null) rows = Along(rows);
        else if (rows.Count >= FewestForUmap) rows = Umap.Fit(rows, new UmapOptions { Seed = _seed, Epochs = Epochs }, threads, null, cancellation).Embedding;
        else rows = new FloatMatrix(new float[rows.Count * 2], 2);
        float largest = 0;
        for (int row = 0; row < rows.Count; row++) largest = Math.Max(largest, Math.Max(Math.Abs(rows[row][0]), Math.Abs(rows[row][1])));
        if (largest == 0) largest = 1;
        return [.. _topics.Select((topic, row) => new MapPoint(MathF.Round(rows[row][0] / largest, 4), MathF.Round(rows[row][1] / largest, 4), topic))];
    }

    /// <summary>How well the topics stand apart in the sample.</summary>
    internal TopicSilhouettes Silhouettes(int threads, CancellationToken cancellation) =>
        TopicSilhouettes.Of(CollectionsMarshal.AsSpan(_numbers), _dimensions, CollectionsMarshal.AsSpan(_topics), threads, cancellation);

    /// <summary>This partition's share of the sample: the vector of each ticket, and its topic.</summary>
    internal (List<float> Numbers, List<int> Topics) Read(IReadOnlyList<string> partitions, int index, BuildContext context)
    {
        long[] rows = [.. partitions.Select(p => context.Datasets.Manifest(EmbeddingsAsset.Name, p).Rows)];
        long total = rows.Sum();
        int wanted = EmbeddingSample.Share(rows, index, _wanted, total);
        (List<float> numbers, List<int> topics) = ([], new(wanted));
        ColumnBatch batch = new([.. EmbeddingSample.VectorColumns, AssignmentsAsset.Columns[AssignmentsAsset.TopicId]]);
        using IBatchReader reader = context.Datasets.OpenSideBySide(
            partitions[index], (EmbeddingsAsset.Name, EmbeddingSample.VectorColumns), (AssignmentsAsset.Name, [batch.Schema[2]]));
        float[] vector = new float[_dimensions];
        for (long first = 0; topics.Count < wanted && reader.Read(batch, BlockRows); first += batch.Count, batch.Clear())
        {
            for (int row = 0; row < batch.Count && topics.Count < wanted; row++)
            {
                if (!EmbeddingSample.Takes(first + row, wanted, rows[index], total)) continue;
                Int8Quantization.Dequantize(MemoryMarshal.Cast<byte, sbyte>(batch.Bytes(1)[row]), batch.Float32(0)[row], vector);
                numbers.AddRange(vector);
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

    private FloatMatrix Along(FloatMatrix rows)
    {
        float[] places = new float[rows.Count * 2];
        for (int i = 0; i < places.Length; i++) places[i] = Along(rows[i / 2], i % 2);
        return new FloatMatrix(places, 2);
    }

    private float Along(ReadOnlySpan<float> vector, int axis)
    {
        ReadOnlySpan<double> mean = _components!.Mean, direction = _components.Axes.Slice(axis * _dimensions, _dimensions);
        double sum = 0;
        for (int i = 0; i < vector.Length; i++) sum += (vector[i] - mean[i]) * direction[i];
        return (float)sum;
    }
}
