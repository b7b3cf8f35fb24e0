namespace Earshot.Numerics.Communities;

/// <summary>Sums by number, of which few are touched at a time: adding, reading and clearing take time by what is touched.</summary>
/// <param name="count">Numbers go from 0 to this − 1.</param>
internal sealed class WeightSums(int count)
{
    private readonly double[] _sums = new double[count];
    private readonly int[] _touched = new int[count];
    private int _used;

    /// <summary>What was added to since the last <see cref="Clear"/>, in the order of the first addition.</summary>
    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _used);

    /// <summary>0 for what was not touched.</summary>
    public double this[int number] => _sums[number];

    /// <summary>Adds <paramref name="weight"/>, above 0, to a sum.</summary>
    public void Add(int number, double weight)
    {
        ref double sum = ref _sums[number];
        if (sum == 0) _touched[_used++] = number;
        sum += weight;
    }

    /// <summary>All sums are 0 again.</summary>
    public void Clear()
    {
        foreach (int number in Touched) _sums[number] = 0;
        _used = 0;
    }
}
