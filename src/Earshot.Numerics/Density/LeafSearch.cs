using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private readonly int[] _others = new int[KdTree.LeafPoints];
    private readonly double[] _weights = new double[KdTree.LeafPoints];
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
            _tree.Read(leaf, point, _queries.AsSpan(_count * _tree.QueryWidth, _tree.QueryWidth));
            (_active[_count], _others[_count], _weights[_count]) = (point, -1, double.MaxValue);
            _count++;
        }

        if (_count > 0) Descend(_tree.Leaves + leaf);
        for (int i = 0; i < _count; i++) _forest.Found(_active[i], _others[i], _weights[i]);
    }

    private void Descend(int own)
    {
        int component = _nodeComponents[own], waiting = 0;
        double bound = Bound();
        _pending[waiting++] = (1, 0);
        while (waiting > 0)
        {
            (int node, double distance) = _pending[--waiting];
            if (!IsOfUse(node, distance, component, bound)) continue;
            bool reached = true;
            while (node < _tree.Leaves)
            {
                double left = _tree.SquaredDistanceOfBoxes(own, 2 * node), right = _tree.SquaredDistanceOfBoxes(own, (2 * node) + 1);
                int nearer = left <= right ? 0 : 1, farther = 1 - nearer;
                bool near = IsOfUse((2 * node) + nearer, Math.Min(left, right), component, bound);
                bool far = IsOfUse((2 * node) + farther, Math.Max(left, right), component, bound);
                if (near && far) _pending[waiting++] = ((2 * node) + farther, Math.Max(left, right));
                reached = near || far;
                if (!reached) break;
                node = (2 * node) + (near ? nearer : farther);
            }

            if (!reached) continue;
            for (int i = _count - 1; i >= 0; i--) Visit(i, node);
            if (_count == 0) return;
            bound = Bound();
        }
    }

    private readonly bool IsOfUse(int node, double distance, int component, double bound) =>
        distance <= bound && _nodeCores[node] <= bound && (_nodeComponents[node] < 0 || _nodeComponents[node] != component);

    // what the point that can use the most can still use
    private readonly double Bound()
    {
        double most = 0;
        for (int i = 0; i < _count; i++) most = Math.Max(most, BoundOf(i));
        return most;
    }

    private readonly double BoundOf(int i) => Math.Min(_weights[i], _forest.Bound(_forest.Components[_active[i]]));

    private void Visit(int i, int node)
    {
        double bound = BoundOf(i);
        ref double query = ref _queries[i * _tree.QueryWidth];
        if (_nodeCores[node] > bound || _nodeComponents[node] == _forest.Components[_active[i]] || _tree.SquaredDistanceToBox(ref query, node) > bound) return;
        if (!Scan(i, node - _tree.Leaves, ref query, bound)) return;

        // nothing can be nearer than its own core distance
        _forest.Found(_active[i], _others[i], _weights[i]);
        _count--;
        (_active[i], _others[i], _weights[i]) = (_active[_count], _others[_count], _weights[_count]);
        _queries.AsSpan(_count * _tree.QueryWidth, _tree.QueryWidth).CopyTo(_queries.AsSpan(i * _tree.QueryWidth));
    }

    /// <summary>Takes what is lighter than what the point has; true once it has an edge as light as its own core distance.</summary>
    private readonly bool Scan(int i, int leaf, ref double query, double bound)
    {
        int point = _active[i], first = _tree.Start(leaf), count = _tree.Start(leaf + 1) - first, component = _forest.Components[point];
        double core = _forest.Cores[point];
        ref double cores = ref MemoryMarshal.GetArrayDataReference(_forest.Cores);
        for (int lane = 0; lane < count; lane += Lanes)
        {
            // cores beyond the leaf's last point belong to distances that are infinite
            Vector512<double> weights = Vector512.MaxNative(_tree.SquaredDistances(ref query, leaf, lane), Cores(ref cores, first + lane));
            ulong light = Vector512.LessThanOrEqual(weights, Vector512.Create(bound)).ExtractMostSignificantBits();
            for (; light != 0; light &= light - 1)
            {
                int bit = BitOperations.TrailingZeroCount(light), other = first + lane + bit;
                if (_forest.Components[other] == component) continue;
                double weight = Math.Max(weights.GetElement(bit), core);
                if (weight > _weights[i] || (weight == _weights[i] && !_forest.GoesBefore(point, other, _others[i]))) continue;
                (_others[i], _weights[i]) = (other, weight);
                _forest.OfferToComponent(component, weight);
                if (weight == core) return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector512<double> Cores(ref double cores, int first) =>
        first + Lanes <= _forest.Cores.Length
            ? Vector512.LoadUnsafe(ref cores, (nuint)first)
            : Rest(first);

    private readonly Vector512<double> Rest(int first)
    {
        Span<double> rest = stackalloc double[Lanes];
        rest.Clear();
        _forest.Cores.AsSpan(first).CopyTo(rest);
        return Vector512.Create<double>(rest);
    }
}
