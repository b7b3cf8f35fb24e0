using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary>Topics of a fit, ready to take tickets: its own texts are where the fit put them, all others where their nearest ones are.</summary>
internal sealed class FittedTopics : ITopicModel
{
    private const int ChunkRows = 1024;

    private readonly TopicFit _fit;
    private readonly TopicLayout _layout;
    private readonly Lock _gate = new();
    private FitNeighbors? _neighbors;
    private readonly Dictionary<long, int> _known;
    private readonly int[] _main;
    private readonly int[] _leaves;
    private readonly float[] _squaredNorms;

    public FittedTopics(TopicFit fit, TopicLayout layout)
    {
        (_fit, _layout) = (fit, layout);
        _known = new Dictionary<long, int>(fit.TextHashes.Length);
        _main = new int[fit.TextHashes.Length];
        _leaves = fit.Leaves.ToArray();
        for (int row = 0; row < _main.Length; row++)
        {
            _known[fit.TextHashes[row]] = row;
            _main[row] = layout.Main.GetValueOrDefault(fit.Leaves[row], -1);
        }

        Centroids = Means();
        _squaredNorms = [.. Enumerable.Range(0, Centroids.Count).Select(topic => VectorKernels.Dot(Centroids[topic], Centroids[topic]))];
    }

    public IReadOnlyList<ShownTopic> Topics => _layout.Topics;

    public FloatMatrix Centroids { get; }

    public void Assign(IRows rows, ReadOnlySpan<long> textHashes, TopicAssignments result, int threads, CancellationToken cancellation)
    {
        result.Reset(rows.Count);
        int[] firsts = new int[rows.Count];
        PickedRows unknown = new(rows, Unknown(rows, textHashes, firsts));
        (int[] voted, float[] shares) = Neighbors(threads, cancellation).Vote(unknown, _main, _leaves, _fit.Reach, threads, cancellation);
        Span<int> clusters = result.Clusters.Span;
        Span<float> memberships = result.Memberships.Span;
        int next = 0;
        for (int row = 0; row < firsts.Length; row++)
        {
            if (firsts[row] == row) (clusters[row], memberships[row]) = (voted[next], shares[next++]);
            else if (firsts[row] >= 0) (clusters[row], memberships[row]) = (clusters[firsts[row]], memberships[firsts[row]]);
            else if (_known.TryGetValue(textHashes[row], out int text)) (clusters[row], memberships[row]) = (_fit.Leaves[text], _fit.Memberships[text]);
            else (clusters[row], memberships[row]) = (-1, 0);
        }

        Span<int> places = result.Places.Span;
        for (int row = 0; row < places.Length; row++)
        {
            places[row] = _layout.PlaceOf(textHashes[row], clusters[row]);
            if (_layout.IsMoved(textHashes[row])) memberships[row] = 1; // somebody said so
        }

        Measure(rows, result, threads, cancellation);
    }

    // Only who assigns needs them; partitions that are built side by side share them.
    private FitNeighbors Neighbors(int threads, CancellationToken cancellation)
    {
        lock (_gate) return _neighbors ??= new FitNeighbors(_fit.Vectors, threads, cancellation);
    }

    // Of each row the first with the same text, where it has to be voted on; −1 where the fit knows the text, or there is none.
    private int[] Unknown(IRows rows, ReadOnlySpan<long> textHashes, int[] firsts)
    {
        Dictionary<long, int> seen = [];
        List<int> picked = [];
        float[] vector = new float[rows.Dimensions];
        for (int row = 0; row < firsts.Length; row++)
        {
            firsts[row] = -1;
            if (_known.ContainsKey(textHashes[row])) continue;
            if (seen.TryGetValue(textHashes[row], out int first))
            {
                firsts[row] = first;
                continue;
            }

            rows.Read(row, vector);
            if (VectorKernels.Norm(vector) == 0) continue;
            firsts[row] = seen[textHashes[row]] = row;
            picked.Add(row);
        }

        return [.. picked];
    }

    private void Measure(IRows rows, TopicAssignments result, int threads, CancellationToken cancellation)
    {
        double[] squared = new double[Chunks.Count(rows.Count, ChunkRows)];
        Chunks.ForEach(rows.Count, ChunkRows, threads, (chunk, first, end) =>
        {
            float[] vector = new float[rows.Dimensions];
            ReadOnlySpan<int> places = result.Places.Span;
            Span<float> similarities = result.Similarities.Span;
            for (int row = first; row < end; row++)
            {
                int place = places[row];
                similarities[row] = 0;
                if (place < 0) continue;
                rows.Read(row, vector);
                (float dot, float own) = (VectorKernels.Dot(vector, Centroids[place]), VectorKernels.Dot(vector, vector));
                float norms = MathF.Sqrt(own * _squaredNorms[place]);
                similarities[row] = norms > 0 ? Math.Clamp(dot / norms, -1, 1) : 0;
                squared[chunk] += Math.Max(0, own - (2 * dot) + _squaredNorms[place]);
            }
        }, cancellation);
        result.SquaredDistance = squared.Sum();
    }

    private FloatMatrix Means()
    {
        int dimensions = _fit.Vectors.Dimensions;
        float[] sums = new float[Topics.Count * dimensions];
        int[] counts = new int[Topics.Count];
        float[] vector = new float[dimensions];
        for (int row = 0; row < _main.Length; row++)
        {
            int place = _layout.PlaceOf(_fit.TextHashes[row], _fit.Leaves[row]);
            if (place < 0) continue;
            _fit.Vectors.Read(row, vector);
            Span<float> sum = sums.AsSpan(place * dimensions, dimensions);
            for (int i = 0; i < sum.Length; i++) sum[i] += vector[i];
            counts[place]++;
        }

        for (int i = 0; i < sums.Length; i++) sums[i] /= Math.Max(1, counts[i / dimensions]);
        return new FloatMatrix(sums, dimensions);
    }

    private sealed class PickedRows(IRows rows, int[] picked) : IRows
    {
        public int Count => picked.Length;

        public int Dimensions => rows.Dimensions;

        public void Read(int row, Span<float> destination) => rows.Read(picked[row], destination);
    }
}
