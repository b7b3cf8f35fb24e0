using System.Runtime.InteropServices;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics.Components;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics;

/// <summary>
/// Places a sample of tickets in two dimensions: along the two principal components of the topics' centroids, which spread topics apart as
/// far as a linear picture can.
/// </summary>
internal sealed class TopicMap
{
    private const int BlockRows = 4096;

    private readonly double[] _mean;
    private readonly double[] _axes;
    private readonly int _dimensions;
    private readonly int _wanted;
    private readonly List<(float X, float Y, int Topic)> _places = [];

    internal TopicMap(FloatMatrix centroids, long wanted)
    {
        _dimensions = centroids.Dimensions;
        _wanted = (int)wanted;
        PrincipalComponents components = PrincipalComponents.Fit(centroids, 2);
        _mean = [.. components.Mean];
        _axes = [.. components.Axes];
    }

    /// <summary>The points, coordinates in units of the largest.</summary>
    internal IReadOnlyList<MapPoint> Points
    {
        get
        {
            float largest = _places.Count == 0 ? 1 : _places.Max(p => Math.Max(Math.Abs(p.X), Math.Abs(p.Y)));
            if (largest == 0) largest = 1;
            return [.. _places.Select(p => new MapPoint(MathF.Round(p.X / largest, 4), MathF.Round(p.Y / largest, 4), p.Topic))];
        }
    }

    /// <summary>Places this partition's share of the sample.</summary>
    internal List<(float X, float Y, int Topic)> Place(IReadOnlyList<string> partitions, int index, BuildContext context)
    {
        long[] rows = [.. partitions.Select(p => context.Datasets.Manifest(EmbeddingsAsset.Name, p).Rows)];
        long total = rows.Sum();
        int wanted = EmbeddingSample.Share(rows, index, _wanted, total);
        int stride = EmbeddingSample.Stride(wanted, rows[index], total);
        List<(float X, float Y, int Topic)> places = new(wanted);
        ColumnBatch batch = new([.. EmbeddingSample.VectorColumns, AssignmentsAsset.Columns[AssignmentsAsset.TopicId]]);
        using IBatchReader reader = context.Datasets.OpenSideBySide(
            partitions[index], (EmbeddingsAsset.Name, EmbeddingSample.VectorColumns), (AssignmentsAsset.Name, [batch.Schema[2]]));
        float[] vector = new float[_dimensions];
        for (long first = 0; places.Count < wanted && reader.Read(batch, BlockRows); first += batch.Count, batch.Clear())
        {
            for (int row = 0; row < batch.Count && places.Count < wanted; row++)
            {
                if ((first + row) % stride != 0) continue;
                Int8Quantization.Dequantize(MemoryMarshal.Cast<byte, sbyte>(batch.Bytes(1)[row]), batch.Float32(0)[row], vector);
                places.Add((Along(vector, 0), Along(vector, 1), batch.Int32(2)[row]));
            }
        }

        return places;
    }

    internal void Add(List<(float X, float Y, int Topic)> places) => _places.AddRange(places);

    private float Along(float[] vector, int axis)
    {
        double sum = 0;
        for (int i = 0; i < vector.Length; i++) sum += (vector[i] - _mean[i]) * _axes[(axis * _dimensions) + i];
        return (float)sum;
    }
}
