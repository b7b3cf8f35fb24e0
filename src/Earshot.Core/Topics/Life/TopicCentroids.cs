using Earshot.Core.Topics.Fits;

namespace Earshot.Core.Topics.Life;

/// <summary>Of each topic of a fit the direction of the sum of its texts' unit vectors, as a vector of length 1; zeros where the sum is zero.</summary>
internal sealed class TopicCentroids
{
    private readonly Dictionary<int, double[]> _units = [];

    public TopicCentroids(TopicFit fit)
    {
        foreach (FittedTopic topic in fit.Topics.Values) _units[topic.Id] = new double[fit.Vectors.Dimensions];
        var row = new float[fit.Vectors.Dimensions];
        for (int text = 0; text < fit.Leaves.Length; text++)
        {
            if (fit.Leaves[text] < 0) continue;
            fit.Vectors.Read(text, row);
            double length = Length(row);
            if (length > 0) Add(_units[fit.Leaves[text]], row, 1 / length);
        }

        // finest level first: the sum of a topic is that of the topics within it
        foreach (FittedTopic topic in fit.Topics.Values.OrderByDescending(topic => topic.Level).ThenBy(topic => topic.Id).Where(topic => topic.Level > 0))
        {
            double[] sum = _units[topic.Id], above = _units[topic.Parent!.Value];
            for (int i = 0; i < sum.Length; i++) above[i] += sum[i];
        }

        foreach (double[] sum in _units.Values) Normalise(sum);
    }

    /// <summary>The cosine of two topics' centroids; 0 where one is zeros.</summary>
    public static double Cosine(TopicCentroids left, int leftTopic, TopicCentroids right, int rightTopic)
    {
        double[] a = left._units[leftTopic], b = right._units[rightTopic];
        double product = 0;
        for (int i = 0; i < a.Length; i++) product += a[i] * b[i];
        return product;
    }

    /// <summary>The topic whose centroid has the largest cosine with a vector; of several the first.</summary>
    /// <exception cref="ArgumentException">There are no topics.</exception>
    public int Nearest(IEnumerable<int> topics, double[] vector)
    {
        (int Topic, double Product)? nearest = null;
        foreach (int topic in topics)
        {
            double product = 0;
            for (int i = 0; i < vector.Length; i++) product += _units[topic][i] * vector[i];
            if (nearest is null || product > nearest.Value.Product) nearest = (topic, product);
        }

        return nearest?.Topic ?? throw new ArgumentException("no topics", nameof(topics));
    }

    private static double Length(ReadOnlySpan<float> row)
    {
        double squares = 0;
        foreach (float value in row) squares += (double)value * value;
        return Math.Sqrt(squares);
    }

    private static void Add(double[] sum, ReadOnlySpan<float> row, double scale)
    {
        for (int i = 0; i < row.Length; i++) sum[i] += row[i] * scale;
    }

    private static void Normalise(double[] sum)
    {
        double squares = 0;
        foreach (double value in sum) squares += value * value;
        if (squares == 0) return;
        double scale = 1 / Math.Sqrt(squares);
        for (int i = 0; i < sum.Length; i++) sum[i] *= scale;
    }
}
