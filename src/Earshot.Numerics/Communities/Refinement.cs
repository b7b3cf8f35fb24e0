namespace Earshot.Numerics.Communities;

/// <summary>
/// The refinement of Leiden: each community is built again from single nodes, which join well-connected parts of it at random, the likelier the more
/// the quality gains. Its parts are connected; those that fit ill can then move as a whole.
/// </summary>
internal sealed class Refinement
{
    // e^−40 against 1: never drawn
    private const double Hopeless = 40;
    private readonly Network _network;
    private readonly double _scale;
    private readonly double _randomness;
    private readonly int[] _labels;
    private readonly double[] _communityStrengths;
    private readonly double[] _within;
    private readonly WeightSums _sums;

    // of each part: its nodes, its strength, and the weight between it and the rest of its community
    private readonly int[] _parts;
    private readonly int[] _sizes;
    private readonly double[] _strengths;
    private readonly double[] _outward;

    private Refinement(Network network, int[] labels, double resolution, double randomness)
    {
        int count = network.Count;
        (_network, _labels, _scale, _randomness) = (network, labels, resolution / network.TotalStrength, randomness);
        _communityStrengths = new double[count];
        _within = new double[count];
        for (int node = 0; node < count; node++)
        {
            _communityStrengths[labels[node]] += network.Strengths[node];
            ReadOnlySpan<int> neighbors = network.Neighbors(node);
            ReadOnlySpan<double> weights = network.Weights(node);
            for (int i = 0; i < neighbors.Length; i++)
                if (labels[neighbors[i]] == labels[node]) _within[node] += weights[i];
        }

        _sums = new WeightSums(count);
        _parts = Partition.Singletons(count);
        _sizes = new int[count];
        Array.Fill(_sizes, 1);
        _strengths = network.Strengths.ToArray();
        _outward = [.. _within];
    }

    /// <summary>Parts of the communities, as labels 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="network">The nodes and their edges, of which there are some.</param>
    /// <param name="labels">Of each node its community, 0 or more and below the number of nodes.</param>
    /// <param name="resolution">γ.</param>
    /// <param name="randomness">θ, above 0: a part is chosen with probability ∝ exp(gain/θ), the gain in units of the edges' weight.</param>
    /// <param name="random">Decides order and choices.</param>
    /// <param name="count">Parts found.</param>
    public static int[] Run(Network network, int[] labels, double resolution, double randomness, ref SplitMix64 random, out int count)
    {
        Refinement refinement = new(network, labels, resolution, randomness);
        foreach (int node in RandomOrder.Of(network.Count, ref random)) refinement.Place(node, ref random);
        count = Partition.Compact(refinement._parts);
        return refinement._parts;
    }

    private void Place(int node, ref SplitMix64 random)
    {
        double strength = _network.Strengths[node], whole = _communityStrengths[_labels[node]];
        if (_sizes[_parts[node]] > 1 || _within[node] < _scale * strength * (whole - strength)) return;
        ReadOnlySpan<int> neighbors = _network.Neighbors(node);
        ReadOnlySpan<double> weights = _network.Weights(node);
        for (int i = 0; i < neighbors.Length; i++)
            if (_labels[neighbors[i]] == _labels[node]) _sums.Add(_parts[neighbors[i]], weights[i]);
        int chosen = Choose(node, strength, whole, ref random);
        if (chosen != node)
        {
            _parts[node] = chosen;
            _sizes[chosen]++;
            _strengths[chosen] += strength;
            _outward[chosen] += _within[node] - (2 * _sums[chosen]);
        }

        _sums.Clear();
    }

    /// <summary>A part that is well connected to the rest of the community and costs no quality, or the node itself, which gains 0.</summary>
    private int Choose(int node, double strength, double whole, ref SplitMix64 random)
    {
        double most = 0;
        foreach (int part in _sums.Touched)
            if (Gain(part) is var gain && gain > most && IsWellConnected(part)) most = gain;
        double least = Math.Max(0, most - (Hopeless * _randomness));

        // the largest of gain/θ − ln(−ln u) is a draw with probabilities ∝ exp(gain/θ)
        int chosen = node;
        double best = least > 0 ? double.NegativeInfinity : Score(0, ref random);
        foreach (int part in _sums.Touched)
        {
            double gain = Gain(part);
            if (gain < least || !IsWellConnected(part)) continue;
            double score = Score(gain, ref random);
            if (score > best) (chosen, best) = (part, score);
        }

        return chosen;

        double Gain(int part) => _sums[part] - (_scale * strength * _strengths[part]);
        bool IsWellConnected(int part) => _outward[part] >= _scale * _strengths[part] * (whole - _strengths[part]);
    }

    private double Score(double gain, ref SplitMix64 random)
    {
        double uniform = 1 - random.NextDouble(); // above 0; a draw of exactly 1 wins
        return uniform < 1 ? (gain / _randomness) - SplitMix64.PortableLog(-SplitMix64.PortableLog(uniform)) : double.PositiveInfinity;
    }
}
