namespace Earshot.Numerics.Density;

/// <summary>
/// One round of Borůvka's method: for each component its lightest edge to another one. What a point found stays good as long as the other end
/// is in another component, and is a lower bound afterwards, so that most points never search again.
/// </summary>
/// <remarks>
/// Among edges as light, which one is kept never depends on the order in which threads come by: a point either has an edge as light as its own
/// core distance allows, the first one that its search meets, or of all its lightest edges the one with the lowest row numbers.
/// </remarks>
internal sealed class SpanningForest
{
    private const int ChunkPoints = 16_384;

    private readonly int[] _rows;
    private readonly double[] _weights;
    private readonly int[] _others;
    private readonly double[] _lightest;

    /// <summary>Each point a component of its own.</summary>
    /// <param name="rows">Row of each point.</param>
    /// <param name="cores">Squared core distance of each point.</param>
    public SpanningForest(ReadOnlySpan<int> rows, double[] cores)
    {
        _rows = rows.ToArray();
        Cores = cores;
        Components = new int[rows.Length];
        _weights = [.. cores];
        _others = new int[rows.Length];
        _lightest = new double[rows.Length];
        for (int point = 0; point < rows.Length; point++) (Components[point], _others[point]) = (point, -1);
        ComponentCount = rows.Length;
    }

    /// <summary>Squared core distance of each point.</summary>
    public double[] Cores { get; }

    /// <summary>Component of each point, 0 to <see cref="ComponentCount"/> − 1.</summary>
    public int[] Components { get; }

    public int ComponentCount { get; private set; }

    /// <summary>Drops edges that now lie within a component, and offers the others to their component.</summary>
    public void Begin(int threads, CancellationToken cancellation)
    {
        _lightest.AsSpan(0, ComponentCount).Fill(double.MaxValue);
        Chunks.ForEach(_rows.Length, ChunkPoints, threads, (_, first, end) =>
        {
            for (int point = first; point < end; point++)
            {
                if (_others[point] < 0) continue;
                if (Components[_others[point]] == Components[point]) _others[point] = -1;
                else OfferToComponent(Components[point], _weights[point]);
            }
        }, cancellation);
    }

    /// <summary>Whether a point has to search: it has no edge, and could have one as light as the lightest of its component.</summary>
    public bool Needs(int point) => _others[point] < 0 && _weights[point] <= Volatile.Read(ref _lightest[Components[point]]);

    /// <summary>What an edge of a component may weigh at most to be of interest; only ever becomes less.</summary>
    public double Bound(int component) => Volatile.Read(ref _lightest[component]);

    /// <summary>Whether the edge from <paramref name="point"/> to <paramref name="other"/> goes before that to <paramref name="incumbent"/> of the same weight.</summary>
    public bool GoesBefore(int point, int other, int incumbent) => incumbent < 0 || Key(point, other) < Key(point, incumbent);

    /// <summary>Lets all threads know that the component has an edge this light.</summary>
    public void OfferToComponent(int component, double weight)
    {
        ref double lightest = ref _lightest[component];
        double seen = Volatile.Read(ref lightest);
        while (weight < seen)
        {
            double before = Interlocked.CompareExchange(ref lightest, weight, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    /// <summary>
    /// Ends a point's search: everything of another component up to its component's bound was looked at. What weighs more than the bound has
    /// become may not be the lightest, so only the bound is kept of it.
    /// </summary>
    public void Found(int point, int other, double weight)
    {
        double bound = Bound(Components[point]);
        bool certain = other >= 0 && weight <= bound;
        _others[point] = certain ? other : -1;
        _weights[point] = certain ? weight : Math.Max(_weights[point], bound);
    }

    /// <summary>Joins the components along their lightest edges, which are appended with squared weights.</summary>
    public void Merge(List<SpanningTreeEdge> edges, int threads, CancellationToken cancellation)
    {
        int[] winners = Winners();
        int[] above = new int[ComponentCount];
        for (int component = 0; component < above.Length; component++) above[component] = component;
        foreach (int point in winners)
        {
            int other = _others[point];
            int left = SingleLinkageTree.Find(above, Components[point]), right = SingleLinkageTree.Find(above, Components[other]);
            if (left == right) continue; // the same edge from its other end, or one of a ring of edges as light
            above[Math.Max(left, right)] = Math.Min(left, right);
            edges.Add(new SpanningTreeEdge(Math.Min(_rows[point], _rows[other]), Math.Max(_rows[point], _rows[other]), _weights[point]));
        }

        int[] number = new int[above.Length];
        int next = 0;
        for (int component = 0; component < above.Length; component++)
        {
            int root = SingleLinkageTree.Find(above, component);
            number[component] = root == component ? next++ : number[root]; // roots have the lowest numbers
        }

        ComponentCount = next;
        Chunks.ForEach(_rows.Length, ChunkPoints, threads, (_, first, end) =>
        {
            for (int point = first; point < end; point++) Components[point] = number[Components[point]];
        }, cancellation);
    }

    // by component, the point whose edge is the lightest, and of those the one with the lowest row numbers
    private int[] Winners()
    {
        int[] winners = new int[ComponentCount];
        Array.Fill(winners, -1);
        for (int point = 0; point < _rows.Length; point++)
        {
            int component = Components[point];
            if (_others[point] < 0 || _weights[point] > _lightest[component]) continue;
            ref int winner = ref winners[component];
            if (winner < 0 || Key(point, _others[point]) < Key(winner, _others[winner])) winner = point;
        }

        return winners;
    }

    private long Key(int point, int other)
    {
        int row = _rows[point], second = _rows[other];
        return row < second ? ((long)row << 32) | (uint)second : ((long)second << 32) | (uint)row;
    }
}
