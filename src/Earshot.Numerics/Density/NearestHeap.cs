namespace Earshot.Numerics.Density;

/// <summary>The smallest of the distances offered, the largest of them on top: a binary heap of fixed size over memory of the caller.</summary>
internal readonly ref struct NearestHeap(Span<double> distances, Span<int> points)
{
    private readonly Span<double> _distances = distances;
    private readonly Span<int> _points = points;

    /// <summary>What a distance has to be below to be taken.</summary>
    public double Largest => _distances[0];

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _distances.Fill(double.MaxValue);
        _points.Fill(-1);
    }

    /// <summary>Takes a distance below <see cref="Largest"/> in its stead.</summary>
    public void Replace(double distance, int point)
    {
        int at = 0;
        for (int child = 1; child < _distances.Length; child = (2 * at) + 1)
        {
            if (child + 1 < _distances.Length && _distances[child + 1] > _distances[child]) child++;
            if (_distances[child] <= distance) break;
            (_distances[at], _points[at]) = (_distances[child], _points[child]);
            at = child;
        }

        (_distances[at], _points[at]) = (distance, point);
    }

    /// <summary>Leaves them nearest first; the heap is of no use afterwards.</summary>
    public void Sort() => _distances.Sort(_points);
}
