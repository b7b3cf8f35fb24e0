using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters;

/// <summary>The middle of a cluster by direction, and how far its rows are from it.</summary>
internal static class ClusterCentroid
{
    /// <summary>The mean of the rows scaled to length 1, itself scaled to length 1 (zeros where they cancel out), and the mean of 1 − cosine to it.</summary>
    public static (float[] Centroid, double MeanDistance) Of(FloatMatrix rows, ReadOnlySpan<int> members)
    {
        double[] sums = new double[rows.Dimensions];
        foreach (int row in members)
        {
            ReadOnlySpan<float> values = rows[row];
            double norm = VectorKernels.Norm(values);
            for (int i = 0; norm > 0 && i < sums.Length; i++) sums[i] += values[i] / norm;
        }

        double length = 0;
        foreach (double sum in sums) length += sum * sum;
        length = Math.Sqrt(length);
        float[] centroid = Array.ConvertAll(sums, sum => length > 0 ? (float)(sum / length) : 0);
        double distances = 0;
        foreach (int row in members) distances += 1 - VectorKernels.CosineSimilarity(rows[row], centroid);
        return (centroid, members.Length == 0 ? 0 : Math.Max(0, distances / members.Length));
    }
}
