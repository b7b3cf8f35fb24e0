using System.Numerics;
using System.Runtime.Intrinsics;

namespace Earshot.Numerics.Density;

/// <summary>
/// Looks for the nearest point of another component from all points of a leaf at once, which share the way through the tree. Boxes are passed by
/// that lie within the leaf's own component, or whose nearest place or smallest core distance is beyond what any of the points can still use.
/// </summary>
internal ref struct LeafSearch
{
    private const int Lanes = 8;

    private readonly KdTree _tree;
    private readonly SpanningForest _forest;
    private readonly ReadOnlySpan<int> _nodeComponents;
    private readonly ReadOnlySpan<double> _nodeCores;
    private readonly int[] _active = new int[KdTree.LeafPoints];
    private readonly Link[] _links = new Link[KdTree.LeafPoints];
    private readonly double[] _queries;
    private readonly (int Node, double Distance)[] _pending;
    private int _count;

    public LeafSearch(KdTree tree, SpanningForest forest, ReadOnlySpan<int> nodeComponents, ReadOnlySpan<double> nodeCores)
    {
        _tree = tree;
        _forest = forest;
        _nodeComponents = nodeComponents;
        _nodeCores = nodeCores;
        _queries = new double[KdTree.LeafPoints * tree.QueryWidth];
        _pending = new (int, double)[tree.Levels + 1];
    }

    public void Run(int leaf)
    {
        _count = 0;
        for (int point = _tree.Start(leaf); point < _tree.Start(leaf + 1); point++)
        {
            if (!_forest.Needs(point)) continue;
            _tree.Read(leaf, point, Query(_count));
            (_active[_count], _links[_count]) = (point, Link.None);
            _count++;
        }

        if (_count > 0) Descend(_tree.Leaves + leaf);
        for (int i = 0; i < _count; i++) _forest.Found(_active[i], _links[i]);
    }

    private void Descend(int own)
    {
        int component = _nodeComponents[own], waiting = 0;
        Limits limits = MostOfAll();
        _pending[waiting++] = (1, 0);
        while (waiting > 0)
        {
            (int node, double distance) = _pending[--waiting];
            bool reached = IsOfUse(node, distance, component, limits);
            while (reached && node < _tree.Leaves)
            {
                double left = _tree.SquaredDistanceOfBoxes(own, 2 * node), right = _tree.SquaredDistanceOfBoxes(own, (2 * node) + 1);
                int nearer = (2 * node) + (left <= right ? 0 : 1), farther = nearer ^ 1;
                bool near = IsOfUse(nearer, Math.Min(left, right), component, limits);
                bool far = IsOfUse(farther, Math.Max(left, right), component, limits);
                if (near && far) _pending[waiting++] = (farther, Math.Max(left, right));
                reached = near || far;
                node = near ? nearer : farther;
            }

            if (!reached) continue;
            for (int i = _count - 1; i >= 0; i--) Visit(i, node);
            if (_count == 0) return;
            limits = MostOfAll();
        }
    }

    private readonly bool IsOfUse(int node, double distance, int component, Limits limits) =>
        distance <= limits.Reach && _nodeCores[node] <= limits.Bound && (_nodeComponents[node] < 0 || _nodeComponents[node] != component);

    // what the point that can use the most can still use
    private readonly Limits MostOfAll()
    {
        Limits most = default;
        for (int i = 0; i < _count; i++)
        {
            Limits limits = LimitsOf(i);
            most = new Limits(Math.Max(most.Bound, limits.Bound), Math.Max(most.Reach, limits.Reach));
        }

        return most;
    }

    private readonly Limits LimitsOf(int i) =>
        new(Math.Min(_links[i].Weight, _forest.Bound(_forest.Components[_active[i]])), _forest.Reach(_active[i], _links[i]));

    private void Visit(int i, int node)
    {
        Limits limits = LimitsOf(i);
        ref double query = ref _queries[i * _tree.QueryWidth];
        if (_nodeCores[node] > limits.Bound || _nodeComponents[node] == _forest.Components[_active[i]]) return;
        if (_tree.SquaredDistanceToBox(ref query, node) > limits.Reach) return;
        Scan(i, node - _tree.Leaves, ref query, limits);
        if (_forest.Reach(_active[i], _links[i]) >= 0) return;

        // nothing can go before what the point has
        _forest.Found(_active[i], _links[i]);
        _count--;
        (_active[i], _links[i]) = (_active[_count], _links[_count]);
        Query(_count).CopyTo(Query(i));
    }

    private readonly void Scan(int i, int leaf, ref double query, Limits limits)
    {
        int point = _active[i], first = _tree.Start(leaf), count = _tree.Start(leaf + 1) - first, component = _forest.Components[point];
        double core = _forest.Cores[point];
        for (int lane = 0; lane < count; lane += Lanes)
        {
            Vector512<double> lengths = _tree.SquaredDistances(ref query, leaf, lane);
            ulong near = Vector512.LessThanOrEqual(lengths, Vector512.Create(limits.Reach)).ExtractMostSignificantBits();
            for (; near != 0; near &= near - 1)
            {
                int bit = BitOperations.TrailingZeroCount(near), other = first + lane + bit;
                if (_forest.Components[other] == component || _forest.Cores[other] > limits.Bound) continue;
                double length = lengths.GetElement(bit);
                Link link = new(other, Math.Max(Math.Max(length, core), _forest.Cores[other]), length);
                if (!_forest.GoesBefore(point, link, _links[i])) continue;
                _links[i] = link;
                _forest.Offer(component, link.Weight);
                limits = LimitsOf(i);
            }
        }
    }

    private readonly Span<double> Query(int i) => _queries.AsSpan(i * _tree.QueryWidth, _tree.QueryWidth);

    /// <summary>What a link may weigh, and how far away its other end may be, in squares.</summary>
    private readonly record struct Limits(double Bound, double Reach);
}
