namespace Earshot.Numerics.Communities;

/// <summary>
/// The fast local moving of Leiden: nodes go, one at a time, to the neighbouring community (or an empty one) that raises the quality most, and a node is
/// looked at again only when a neighbour went elsewhere.
/// </summary>
internal static class LocalMoving
{
    // a gain below this share of what is compared is rounding
    private const double Rounding = 1e-12;
    private const int LookedAtBetweenCancellations = 65_536;

    /// <summary>Moves nodes until none gains by moving.</summary>
    /// <param name="network">The nodes and their edges.</param>
    /// <param name="labels">Of each node its community, 0 or more and below the number of nodes; changed in place.</param>
    /// <param name="resolution">γ.</param>
    /// <param name="random">Decides in which order nodes are looked at first.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    public static void Run(Network network, int[] labels, double resolution, ref SplitMix64 random, CancellationToken cancellation)
    {
        int count = network.Count;
        if (!(network.TotalStrength > 0)) return;
        double scale = resolution / network.TotalStrength;
        ReadOnlySpan<double> strengths = network.Strengths;
        Communities communities = new(labels, strengths);
        int[] queue = RandomOrder.Of(count, ref random);
        bool[] isQueued = new bool[count];
        Array.Fill(isQueued, true);
        WeightSums sums = new(count);
        int first = 0, waiting = count;
        for (long looked = 1; waiting > 0; looked++)
        {
            if (looked % LookedAtBetweenCancellations == 0) cancellation.ThrowIfCancellationRequested();
            int node = queue[first];
            if (++first == count) first = 0;
            waiting--;
            isQueued[node] = false;

            ReadOnlySpan<int> neighbors = network.Neighbors(node);
            ReadOnlySpan<double> weights = network.Weights(node);
            for (int i = 0; i < neighbors.Length; i++) sums.Add(labels[neighbors[i]], weights[i]);
            int own = labels[node], best = own;
            double strength = strengths[node], price = scale * strength;
            double bestGain = sums[own] - (price * (communities.Strengths[own] - strength));
            double margin = Rounding * strength;
            foreach (int community in sums.Touched)
            {
                if (community == own) continue;
                double gain = sums[community] - (price * communities.Strengths[community]);
                if (gain > bestGain + margin) (best, bestGain) = (community, gain);
            }

            sums.Clear();
            if (bestGain < -margin) best = communities.Empty;
            if (best == own) continue;
            communities.Move(node, strength, own, best);
            foreach (int neighbor in neighbors)
            {
                if (isQueued[neighbor] || labels[neighbor] == best) continue;
                isQueued[neighbor] = true;
                int last = first + waiting++;
                queue[last < count ? last : last - count] = neighbor;
            }
        }
    }

    /// <summary>Sums of communities, kept while nodes move.</summary>
    private sealed class Communities
    {
        private readonly int[] _labels;
        private readonly int[] _sizes;
        private readonly Stack<int> _empty = [];

        public Communities(int[] labels, ReadOnlySpan<double> strengths)
        {
            _labels = labels;
            _sizes = new int[labels.Length];
            Strengths = new double[labels.Length];
            for (int node = 0; node < labels.Length; node++)
            {
                _sizes[labels[node]]++;
                Strengths[labels[node]] += strengths[node];
            }

            for (int community = labels.Length - 1; community >= 0; community--)
                if (_sizes[community] == 0) _empty.Push(community);
        }

        public double[] Strengths { get; }

        /// <summary>One without nodes. There is one whenever a node shares its community.</summary>
        public int Empty => _empty.Peek();

        public void Move(int node, double strength, int from, int to)
        {
            if (_sizes[to]++ == 0) _empty.Pop(); // only ever the one on top
            Strengths[to] += strength;
            Strengths[from] -= strength;
            _labels[node] = to;
            if (--_sizes[from] > 0) return;
            Strengths[from] = 0;
            _empty.Push(from);
        }
    }
}
