namespace Earshot.Numerics.Density;

/// <summary>
/// Components that grow together along their lightest links in rounds (Borůvka 1926). What a point found stays good as long as the other end is in
/// another component, and is a lower bound afterwards, so that most points never search again.
/// </summary>
internal sealed class SpanningForest
{
    private const int ChunkPoints = 16_384;

    private readonly int[] _rows;
    private readonly Link[] _links;
    private readonly double[] _lightest;

    /// <summary>Each point a component of its own, but for those that share one from the beginning.</summary>
    /// <param name="rows">Row of each point.</param>
    /// <param name="cores">Squared core distance of each point.</param>
    /// <param name="representatives">Of each point the one in whose component it begins: itself, or one that searches and is found in its stead.</param>
    public SpanningForest(ReadOnlySpan<int> rows, ReadOnlySpan<double> cores, ReadOnlySpan<int> representatives)
    {
        _rows = rows.ToArray();
        Cores = cores.ToArray();
        Components = new int[rows.Length];
        _links = new Link[rows.Length];
        _lightest = new double[rows.Length];
        for (int point = 0; point < rows.Length; point++)
        {
            if (representatives[point] == point) Components[point] = ComponentCount++;
            else Cores[point] = double.PositiveInfinity;
            _links[point] = new Link(-1, Cores[point], 0);
        }

        for (int point = 0; point < rows.Length; point++) Components[point] = Components[representatives[point]];
    }

    /// <summary>Squared core distance of each point; infinite for one that another stands for.</summary>
    public double[] Cores { get; }

    /// <summary>Component of each point, 0 to <see cref="ComponentCount"/> − 1.</summary>
    public int[] Components { get; }

    public int ComponentCount { get; private set; }

    /// <summary>Begins a round: drops links that now lie within a component, and offers the others to their component.</summary>
    public void Begin(int threads, CancellationToken cancellation)
    {
        _lightest.AsSpan(0, ComponentCount).Fill(double.MaxValue);
        Chunks.ForEach(_rows.Length, ChunkPoints, threads, (_, first, end) =>
        {
            for (int point = first; point < end; point++)
            {
                Link link = _links[point];
                if (link.Other < 0) continue;
                if (Components[link.Other] == Components[point]) _links[point] = link with { Other = -1 };
                else Offer(Components[point], link.Weight);
            }
        }, cancellation);
    }

    /// <summary>Whether a point has to search: it has no link, and could have one as light as the lightest of its component.</summary>
    public bool Needs(int point) => _links[point].Other < 0 && _links[point].Weight <= Bound(Components[point]);

    /// <summary>What a link of a component may weigh at most to be of interest; only ever becomes less during a round.</summary>
    public double Bound(int component) => Volatile.Read(ref _lightest[component]);

    /// <summary>
    /// The squared distance up to which other points may still be of interest to one that has <paramref name="best"/>; below 0 for none. Nothing is
    /// lighter than a point's own core distance, so once it has a link as light, only shorter ones are.
    /// </summary>
    public double Reach(int point, Link best)
    {
        double bound = Math.Min(best.Weight, Bound(Components[point]));
        if (best.Weight != Cores[point]) return bound;
        return best.Length > 0 ? Math.Min(best.Length, bound) : -1;
    }

    /// <summary>Lets all threads know that the component has a link this light.</summary>
    public void Offer(int component, double weight)
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

    /// <summary>Whether <paramref name="link"/> of a point goes before <paramref name="incumbent"/> of the same one.</summary>
    public bool GoesBefore(int point, Link link, Link incumbent) => GoesBefore(point, link, point, incumbent);

    /// <summary>
    /// Ends a point's search, in which everything of another component up to its component's bound was looked at. What weighs more than the bound has
    /// become may not be the lightest, so only the bound is kept of it: which links are kept never depends on the order in which threads come by.
    /// </summary>
    public void Found(int point, Link link)
    {
        double bound = Bound(Components[point]);
        bool certain = link.Other >= 0 && link.Weight <= bound;
        _links[point] = certain ? link : new Link(-1, Math.Max(_links[point].Weight, bound), 0);
    }

    /// <summary>Ends a round: joins the components along their lightest links, which are appended.</summary>
    public void Merge(List<ReachabilityEdge> edges, int threads, CancellationToken cancellation)
    {
        int[] above = new int[ComponentCount];
        for (int component = 0; component < above.Length; component++) above[component] = component;
        foreach (int point in Winners())
        {
            Link link = _links[point];
            int left = SingleLinkageTree.Find(above, Components[point]), right = SingleLinkageTree.Find(above, Components[link.Other]);
            if (left == right) continue; // the same edge from its other end
            above[Math.Max(left, right)] = Math.Min(left, right);
            int row = _rows[point], other = _rows[link.Other];
            edges.Add(new ReachabilityEdge(Math.Min(row, other), Math.Max(row, other), link.Weight, link.Length));
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

    // by component, the point whose link goes before all others
    private int[] Winners()
    {
        int[] winners = new int[ComponentCount];
        Array.Fill(winners, -1);
        for (int point = 0; point < _rows.Length; point++)
        {
            int component = Components[point];
            if (_links[point].Other < 0 || _links[point].Weight > _lightest[component]) continue;
            ref int winner = ref winners[component];
            if (winner < 0 || GoesBefore(point, _links[point], winner, _links[winner])) winner = point;
        }

        return winners;
    }

    private bool GoesBefore(int point, Link link, int holder, Link incumbent)
    {
        if (link.Weight != incumbent.Weight) return link.Weight < incumbent.Weight;
        if (link.Length != incumbent.Length) return link.Length < incumbent.Length;
        return incumbent.Other < 0 || Key(point, link.Other) < Key(holder, incumbent.Other);
    }

    private long Key(int point, int other)
    {
        int row = _rows[point], second = _rows[other];
        return row < second ? ((long)row << 32) | (uint)second : ((long)second << 32) | (uint)row;
    }
}
