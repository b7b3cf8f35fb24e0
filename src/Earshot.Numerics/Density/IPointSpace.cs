namespace Earshot.Numerics.Density;

/// <summary>Points that can be asked for near ones. They have an order of their own, in which near points stand together; all distances are squared.</summary>
internal interface IPointSpace
{
    /// <summary>Points.</summary>
    int Count { get; }

    /// <summary>The row of the input that each point is.</summary>
    ReadOnlySpan<int> Rows { get; }

    /// <summary>Squared distance of each point to the <paramref name="neighbors"/>-th nearest other one.</summary>
    double[] SquaredCoreDistances(int neighbors, int threads, CancellationToken cancellation);

    /// <summary>Orders points by their coordinates; 0 for equal ones.</summary>
    int Compare(int left, int right);

    /// <summary>Looks for the nearest point of another component from every point that <paramref name="forest"/> still needs one of.</summary>
    void SearchForeign(SpanningForest forest, int threads, CancellationToken cancellation);

    /// <summary>The points nearest to a row that is none of them, nearest first; of equally near ones any.</summary>
    /// <param name="row">Finite numbers.</param>
    /// <param name="squaredDistances">As many as are wanted, at most <see cref="Count"/>.</param>
    /// <param name="points">As many.</param>
    void Nearest(ReadOnlySpan<float> row, Span<double> squaredDistances, Span<int> points);
}
