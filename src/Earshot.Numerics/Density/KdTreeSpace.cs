using Earshot.Numerics.Neighbors;

namespace Earshot.Numerics.Density;

/// <summary>Points in a k-d tree. For cosine they are rows of length 1, whose squared Euclidean distance is twice 1 − cosine.</summary>
internal sealed class KdTreeSpace : IPointSpace
{
    private const int LeavesAChunk = 16;

    private readonly NeighborMetric _metric;
    private readonly KdTree _tree;
    private readonly int[] _nodeComponents;
    private readonly double[] _nodeCores;

    /// <summary>Builds the tree.</summary>
    /// <param name="values">Count × dimensions finite numbers, row-major.</param>
    /// <param name="dimensions">Numbers a row.</param>
    /// <param name="metric">Distance.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    public KdTreeSpace(double[] values, int dimensions, NeighborMetric metric, int threads, CancellationToken cancellation)
    {
        _metric = metric;
        if (metric == NeighborMetric.Cosine) (values, dimensions) = (Directions(values, dimensions), dimensions + 1);
        _tree = new KdTree(values, dimensions, threads, cancellation);
        _nodeComponents = new int[2 * _tree.Leaves];
        _nodeCores = new double[2 * _tree.Leaves];
    }

    public int Count => _tree.Count;

    public ReadOnlySpan<int> Rows => _tree.Rows;

    public double[] SquaredCoreDistances(int neighbors, int threads, CancellationToken cancellation)
    {
        double[] cores = new double[Count];
        Chunks.ForEach(_tree.Leaves, LeavesAChunk, threads, (_, first, end) =>
        {
            Span<double> query = new double[_tree.QueryWidth], distances = new double[neighbors];
            Span<int> points = new int[neighbors];
            Span<(int, double)> pending = new (int, double)[_tree.Levels + 1];
            for (int leaf = first; leaf < end; leaf++)
            {
                for (int point = _tree.Start(leaf); point < _tree.Start(leaf + 1); point++)
                {
                    _tree.Read(leaf, point, query);
                    NearestHeap heap = new(distances, points);
                    heap.Clear();
                    _tree.Nearest(query, point, heap, pending);
                    cores[point] = heap.Largest;
                }
            }
        }, cancellation);
        return cores;
    }

    public int Compare(int left, int right) => _tree.Compare(left, right);

    public void SearchForeign(SpanningForest forest, int threads, CancellationToken cancellation)
    {
        Summarize(forest, threads, cancellation);
        Chunks.ForEach(_tree.Leaves, LeavesAChunk, threads, (_, first, end) =>
        {
            LeafSearch search = new(_tree, forest, _nodeComponents, _nodeCores);
            for (int leaf = first; leaf < end; leaf++) search.Run(leaf);
        }, cancellation);
    }

    public void Nearest(ReadOnlySpan<float> row, Span<double> squaredDistances, Span<int> points)
    {
        double[] values = new double[row.Length];
        for (int i = 0; i < row.Length; i++) values[i] = row[i];
        if (_metric == NeighborMetric.Cosine) values = Directions(values, values.Length);
        double[] query = new double[_tree.QueryWidth];
        values.CopyTo(query, 0);
        NearestHeap heap = new(squaredDistances, points);
        heap.Clear();
        _tree.Nearest(query, -1, heap, new (int, double)[_tree.Levels + 1]);
        heap.Sort();
    }

    /// <summary>Rows of length 1 with one more number, which is 1 for rows of zeros: they are alike and at right angles to all others.</summary>
    private static double[] Directions(double[] values, int dimensions)
    {
        int count = values.Length / dimensions;
        double[] directions = new double[checked(count * (dimensions + 1))];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<double> source = values.AsSpan(row * dimensions, dimensions);
            Span<double> target = directions.AsSpan(row * (dimensions + 1), dimensions + 1);
            double squares = 0;
            foreach (double value in source) squares += value * value;
            if (squares == 0) target[dimensions] = 1;
            for (int i = 0; squares > 0 && i < dimensions; i++) target[i] = source[i] / Math.Sqrt(squares);
        }

        return directions;
    }

    // by node: the component of all of its points, or −1, and their smallest core distance
    private void Summarize(SpanningForest forest, int threads, CancellationToken cancellation)
    {
        Chunks.ForEach(_tree.Leaves, LeavesAChunk, threads, (_, first, end) =>
        {
            for (int leaf = first; leaf < end; leaf++)
            {
                int start = _tree.Start(leaf), count = _tree.Start(leaf + 1) - start, node = _tree.Leaves + leaf;
                ReadOnlySpan<int> components = forest.Components.AsSpan(start, count);
                _nodeComponents[node] = components.IndexOfAnyExcept(components[0]) < 0 ? components[0] : -1;
                double least = double.PositiveInfinity;
                foreach (double core in forest.Cores.AsSpan(start, count)) least = Math.Min(least, core);
                _nodeCores[node] = least;
            }
        }, cancellation);
        for (int node = _tree.Leaves - 1; node > 0; node--)
        {
            int left = _nodeComponents[2 * node];
            _nodeComponents[node] = left == _nodeComponents[(2 * node) + 1] ? left : -1;
            _nodeCores[node] = Math.Min(_nodeCores[2 * node], _nodeCores[(2 * node) + 1]);
        }
    }
}
