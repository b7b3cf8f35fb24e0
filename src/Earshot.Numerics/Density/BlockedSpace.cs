using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Density;

/// <summary>
/// Points of many dimensions, where boxes leave nothing out: every point is compared with every other, by blocks. Memory grows with the rows, not
/// with their pairs.
/// </summary>
internal sealed class BlockedSpace : IPointSpace
{
    private readonly ExactDistances _exact;
    private readonly BlockSweep _sweep;
    private readonly int[] _rows;

    /// <summary>Packs the rows.</summary>
    /// <param name="rows">Finite rows.</param>
    /// <param name="metric">Distance.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    public BlockedSpace(FloatMatrix rows, NeighborMetric metric, int threads, CancellationToken cancellation)
    {
        _exact = new ExactDistances(rows, metric);
        _sweep = new BlockSweep(metric == NeighborMetric.Cosine ? _exact.Directions() : rows, threads, cancellation);
        _rows = [.. Enumerable.Range(0, rows.Count)];
    }

    public int Count => _rows.Length;

    public ReadOnlySpan<int> Rows => _rows;

    public double[] SquaredCoreDistances(int neighbors, int threads, CancellationToken cancellation)
    {
        double[] cores = new double[Count];
        Chunks.ForEach(Count, BlockSweep.QueryRows, threads, (_, first, end) =>
        {
            ReadOnlySpan<int> queries = _rows.AsSpan(first, end - first);
            CoreVisitor visitor = new(_exact, first, queries.Length, neighbors);
            _sweep.Run(queries, ref visitor);
            for (int query = 0; query < queries.Length; query++) cores[first + query] = visitor.Bound(query);
        }, cancellation);
        return cores;
    }

    public int Compare(int left, int right) => _exact.Compare(left, right);

    public void SearchForeign(SpanningForest forest, int threads, CancellationToken cancellation)
    {
        int[] searching = [.. _rows.Where(forest.Needs)];
        Chunks.ForEach(searching.Length, BlockSweep.QueryRows, threads, (_, first, end) =>
        {
            ForeignVisitor visitor = new(_exact, forest, searching.AsMemory(first, end - first));
            _sweep.Run(searching.AsSpan(first, end - first), ref visitor);
            visitor.Finish();
        }, cancellation);
    }

    public void Nearest(ReadOnlySpan<float> row, Span<double> squaredDistances, Span<int> points)
    {
        NearestHeap heap = new(squaredDistances, points);
        heap.Clear();
        double inverse = ExactDistances.InverseLength(row);
        for (int candidate = 0; candidate < Count; candidate++)
        {
            double distance = _exact.Squared(row, inverse, candidate);
            if (distance < heap.Largest) heap.Replace(distance, candidate);
        }

        heap.Sort();
    }

    /// <summary>Keeps the nearest other points of successive points.</summary>
    private readonly struct CoreVisitor : IBlockVisitor
    {
        private readonly ExactDistances _exact;
        private readonly int _first, _neighbors;
        private readonly double[] _distances;
        private readonly int[] _points;

        public CoreVisitor(ExactDistances exact, int first, int queries, int neighbors)
        {
            _exact = exact;
            _first = first;
            _neighbors = neighbors;
            _distances = new double[queries * neighbors];
            _points = new int[queries * neighbors];
            for (int query = 0; query < queries; query++) Heap(query).Clear();
        }

        public double Bound(int query) => _distances[query * _neighbors];

        public void Offer(int query, int candidate)
        {
            if (candidate == _first + query) return;
            double distance = _exact.Squared(_first + query, candidate);
            if (distance < Bound(query)) Heap(query).Replace(distance, candidate);
        }

        private NearestHeap Heap(int query) => new(_distances.AsSpan(query * _neighbors, _neighbors), _points.AsSpan(query * _neighbors, _neighbors));
    }

    /// <summary>Keeps the lightest link to another component.</summary>
    private readonly struct ForeignVisitor : IBlockVisitor
    {
        private readonly ExactDistances _exact;
        private readonly SpanningForest _forest;
        private readonly ReadOnlyMemory<int> _queries;
        private readonly Link[] _links;

        public ForeignVisitor(ExactDistances exact, SpanningForest forest, ReadOnlyMemory<int> queries)
        {
            _exact = exact;
            _forest = forest;
            _queries = queries;
            _links = new Link[queries.Length];
            _links.AsSpan().Fill(Link.None);
        }

        public double Bound(int query)
        {
            int point = _queries.Span[query];
            return _forest.Reach(point, _links[query]);
        }

        public void Offer(int query, int candidate)
        {
            int point = _queries.Span[query], component = _forest.Components[point];
            double cores = Math.Max(_forest.Cores[point], _forest.Cores[candidate]);
            if (_forest.Components[candidate] == component || cores > _forest.Bound(component)) return;
            double length = _exact.Squared(point, candidate);
            Link link = new(candidate, Math.Max(cores, length), length);
            if (!_forest.GoesBefore(point, link, _links[query])) return;
            _links[query] = link;
            _forest.Offer(component, link.Weight);
        }

        public void Finish()
        {
            for (int query = 0; query < _links.Length; query++) _forest.Found(_queries.Span[query], _links[query]);
        }
    }
}
