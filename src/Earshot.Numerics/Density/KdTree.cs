using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Earshot.Numerics.Density;

/// <summary>
/// A balanced tree of boxes over points of few dimensions (Bentley 1975), cut at the median of the widest side. Nodes are numbered as in a heap
/// from 1 on, all leaves at one depth; points stand in the order of the leaves, and a leaf keeps its coordinates side by side for eight lanes.
/// </summary>
internal sealed class KdTree
{
    /// <summary>Points a leaf holds at most.</summary>
    public const int LeafPoints = 32;

    private const int Lanes = 8;
    private const int BoxLanes = 4;
    private const int LeavesAChunk = 64;

    // a box must never seem farther than a point in it: more than the roundings of 21 squares and their sum
    private const double Slack = 1 - (1.0 / (1L << 45));

    private readonly int _levels;
    private readonly int _capacity;
    private readonly int _boxWidth;
    private readonly double[] _coordinates;
    private readonly double[] _low, _high;

    /// <summary>Builds the tree.</summary>
    /// <param name="values">Count × dimensions finite numbers, row-major.</param>
    /// <param name="dimensions">Numbers a point.</param>
    /// <param name="threads">Threads at most; the tree does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    public KdTree(double[] values, int dimensions, int threads, CancellationToken cancellation)
    {
        Dimensions = dimensions;
        Count = values.Length / dimensions;
        while (((long)Count + (1L << _levels) - 1) >> _levels > LeafPoints) _levels++;
        _capacity = (int)((((long)Count + Leaves - 1) >> _levels) + Lanes - 1) / Lanes * Lanes;
        _boxWidth = (dimensions + BoxLanes - 1) / BoxLanes * BoxLanes;
        Rows = KdTreeOrder.Of(values, dimensions, _levels, threads, cancellation);
        _coordinates = new double[checked(Leaves * dimensions * _capacity)];
        _low = new double[checked(2 * Leaves * _boxWidth)];
        _high = new double[_low.Length];
        Chunks.ForEach(Leaves, LeavesAChunk, threads, (_, first, end) =>
        {
            for (int leaf = first; leaf < end; leaf++) Fill(leaf, values);
        }, cancellation);
        for (int node = Leaves - 1; node > 0; node--) Enclose(node);
    }

    public int Count { get; }

    public int Dimensions { get; }

    /// <summary>Leaves, a power of two; also the number of the first leaf among the nodes.</summary>
    public int Leaves => 1 << _levels;

    /// <summary>Levels above the leaves.</summary>
    public int Levels => _levels;

    /// <summary>Row of each point.</summary>
    public int[] Rows { get; }

    /// <summary>Numbers that <see cref="Read"/> writes.</summary>
    public int QueryWidth => _boxWidth;

    /// <summary>The first point of a leaf; of the leaf after the last, the number of points.</summary>
    public int Start(int leaf) => (int)(((long)Count * leaf) >> _levels);

    /// <summary>A point's coordinates.</summary>
    /// <param name="query"><see cref="QueryWidth"/> places.</param>
    public void Read(int leaf, int point, Span<double> query)
    {
        int at = (leaf * Dimensions * _capacity) + point - Start(leaf);
        for (int i = 0; i < Dimensions; i++) query[i] = _coordinates[at + (i * _capacity)];
        query[Dimensions..].Clear();
    }

    /// <summary>Orders points by their coordinates; 0 for equal ones.</summary>
    public int Compare(int left, int right)
    {
        int leftAt = Place(left), rightAt = Place(right), order = 0;
        for (int i = 0; i < Dimensions && order == 0; i++) order = _coordinates[leftAt + (i * _capacity)].CompareTo(_coordinates[rightAt + (i * _capacity)]);
        return order;
    }

    /// <summary>Squared distance of a query to the nearest place of a node's box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double SquaredDistanceToBox(ref double query, int node)
    {
        ref double low = ref _low[node * _boxWidth], high = ref _high[node * _boxWidth];
        Vector256<double> sum = default;
        for (nuint i = 0; i < (nuint)_boxWidth; i += BoxLanes)
        {
            var place = Vector256.LoadUnsafe(ref query, i);
            var outside = Vector256.MaxNative(Vector256.LoadUnsafe(ref low, i) - place, place - Vector256.LoadUnsafe(ref high, i));
            outside = Vector256.MaxNative(outside, default);
            sum += outside * outside;
        }

        return Vector256.Sum(sum) * Slack;
    }

    /// <summary>Squared distance between the boxes of two nodes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double SquaredDistanceOfBoxes(int left, int right)
    {
        ref double leftLow = ref _low[left * _boxWidth], leftHigh = ref _high[left * _boxWidth];
        ref double rightLow = ref _low[right * _boxWidth], rightHigh = ref _high[right * _boxWidth];
        Vector256<double> sum = default;
        for (nuint i = 0; i < (nuint)_boxWidth; i += BoxLanes)
        {
            var after = Vector256.LoadUnsafe(ref leftLow, i) - Vector256.LoadUnsafe(ref rightHigh, i);
            var before = Vector256.LoadUnsafe(ref rightLow, i) - Vector256.LoadUnsafe(ref leftHigh, i);
            var apart = Vector256.MaxNative(Vector256.MaxNative(after, before), default);
            sum += apart * apart;
        }

        return Vector256.Sum(sum) * Slack;
    }

    /// <summary>Squared distances of a query to the eight points of a leaf from its <paramref name="lane"/>-th on; infinite beyond the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> SquaredDistances(ref double query, int leaf, int lane)
    {
        ref double column = ref _coordinates[(leaf * Dimensions * _capacity) + lane];
        Vector512<double> sum = default;
        for (int i = 0; i < Dimensions; i++)
        {
            Vector512<double> apart = Vector512.LoadUnsafe(ref column, (nuint)(i * _capacity)) - Vector512.Create(Unsafe.Add(ref query, i));
            sum = Vector512.FusedMultiplyAdd(apart, apart, sum);
        }

        return sum;
    }

    /// <summary>Fills <paramref name="heap"/> with the points nearest to a query.</summary>
    /// <param name="self">A point to leave out, or −1.</param>
    /// <param name="pending"><see cref="Levels"/> + 1 places.</param>
    public void Nearest(ReadOnlySpan<double> query, int self, NearestHeap heap, Span<(int Node, double Distance)> pending)
    {
        ref double at = ref Unsafe.AsRef(in query[0]);
        int waiting = 0;
        pending[waiting++] = (1, 0);
        while (waiting > 0)
        {
            (int node, double distance) = pending[--waiting];
            if (distance >= heap.Largest) continue;
            while (node < Leaves)
            {
                double left = SquaredDistanceToBox(ref at, 2 * node), right = SquaredDistanceToBox(ref at, (2 * node) + 1);
                int nearer = left <= right ? 0 : 1;
                double farther = Math.Max(left, right);
                if (farther < heap.Largest) pending[waiting++] = ((2 * node) + 1 - nearer, farther);
                node = (2 * node) + nearer;
            }

            Scan(ref at, node - Leaves, self, heap);
        }
    }

    // where a point's first coordinate is
    private int Place(int point)
    {
        int leaf = (int)(((((long)point + 1) << _levels) - 1) / Count);
        return (leaf * Dimensions * _capacity) + point - Start(leaf);
    }

    private void Scan(ref double query, int leaf, int self, NearestHeap heap)
    {
        int first = Start(leaf), count = Start(leaf + 1) - first;
        for (int lane = 0; lane < count; lane += Lanes)
        {
            Vector512<double> distances = SquaredDistances(ref query, leaf, lane);
            ulong near = Vector512.LessThan(distances, Vector512.Create(heap.Largest)).ExtractMostSignificantBits();
            for (; near != 0; near &= near - 1)
            {
                int bit = System.Numerics.BitOperations.TrailingZeroCount(near), point = first + lane + bit;
                double distance = distances.GetElement(bit);
                if (point != self && distance < heap.Largest) heap.Replace(distance, point);
            }
        }
    }

    private void Fill(int leaf, double[] values)
    {
        int first = Start(leaf), count = Start(leaf + 1) - first, node = Leaves + leaf;
        Span<double> block = _coordinates.AsSpan(leaf * Dimensions * _capacity, Dimensions * _capacity);
        block.Fill(double.PositiveInfinity);
        for (int i = 0; i < Dimensions; i++)
        {
            Span<double> column = block.Slice(i * _capacity, count);
            for (int lane = 0; lane < count; lane++) column[lane] = values[(Rows[first + lane] * Dimensions) + i];
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            foreach (double value in column) (low, high) = (Math.Min(low, value), Math.Max(high, value));
            _low[(node * _boxWidth) + i] = low;
            _high[(node * _boxWidth) + i] = high;
        }
    }

    private void Enclose(int node)
    {
        int left = 2 * node * _boxWidth, right = left + _boxWidth;
        for (int i = 0; i < Dimensions; i++)
        {
            _low[(node * _boxWidth) + i] = Math.Min(_low[left + i], _low[right + i]);
            _high[(node * _boxWidth) + i] = Math.Max(_high[left + i], _high[right + i]);
        }
    }
}
