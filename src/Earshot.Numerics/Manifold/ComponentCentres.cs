using Earshot.Numerics.Components;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Manifold;

/// <summary>Where the components of a graph that falls apart begin, and how far each may reach without meeting another.</summary>
internal static class ComponentCentres
{
    private const int ChunkComponents = 64;

    /// <summary>
    /// Components × dimensions. Up to twice as many components as dimensions lie on the axes, one at each end, as in umap-learn. More lie as their mean
    /// rows do along their principal components: affinities of distant means, as umap-learn takes them there, all round to 0 and say nothing. Without
    /// rows they are spread evenly.
    /// </summary>
    public static double[] Place(ConnectedComponents components, FloatMatrix? rows, int dimensions, int threads, CancellationToken cancellation)
    {
        if (components.Count <= 2 * dimensions) return OnAxes(components.Count, dimensions);
        return rows is null ? Even(components.Count, dimensions) : ByMeans(components, rows, dimensions, threads, cancellation);
    }

    /// <summary>Half the distance of each centre to the nearest other one; 0 where two are the same.</summary>
    public static double[] Reach(double[] centres, int dimensions, int threads, CancellationToken cancellation)
    {
        int count = centres.Length / dimensions;
        double[] reach = new double[count];
        Chunks.ForEach(
            count,
            ChunkComponents,
            threads,
            (_, first, end) =>
            {
                for (int one = first; one < end; one++)
                {
                    double least = double.MaxValue;
                    for (int other = 0; other < count; other++)
                    {
                        if (other == one) continue;
                        double squared = 0;
                        for (int i = 0; i < dimensions; i++)
                        {
                            double difference = centres[(one * dimensions) + i] - centres[(other * dimensions) + i];
                            squared += difference * difference;
                        }

                        least = Math.Min(least, squared);
                    }

                    reach[one] = Math.Sqrt(least) / 2;
                }
            },
            cancellation);
        return reach;
    }

    private static double[] OnAxes(int count, int dimensions)
    {
        double[] centres = new double[count * dimensions];
        int half = (count + 1) / 2;
        for (int component = 0; component < count; component++) centres[(component * dimensions) + (component % half)] = component < half ? 1 : -1;
        return centres;
    }

    private static double[] ByMeans(ConnectedComponents components, FloatMatrix rows, int dimensions, int threads, CancellationToken cancellation)
    {
        float[] means = new float[components.Count * rows.Dimensions];
        Chunks.ForEach(
            components.Count,
            ChunkComponents,
            threads,
            (_, first, end) =>
            {
                double[] sums = new double[rows.Dimensions];
                for (int component = first; component < end; component++)
                {
                    Array.Clear(sums);
                    foreach (int node in components.Nodes(component)) VectorKernels.AddTo(sums, rows[node]);
                    for (int i = 0; i < sums.Length; i++) means[(component * sums.Length) + i] = (float)(sums[i] / components.Nodes(component).Length);
                }
            },
            cancellation);
        FloatMatrix matrix = new(means, rows.Dimensions);
        PrincipalComponents axes = PrincipalComponents.Fit(matrix, Math.Min(dimensions, rows.Dimensions), threads, cancellation);
        float[] projected = new float[components.Count * axes.Count];
        axes.Project(matrix, projected, threads, cancellation);
        double[] centres = new double[components.Count * dimensions];
        for (int component = 0; component < components.Count; component++)
            for (int i = 0; i < axes.Count; i++) centres[(component * dimensions) + i] = projected[(component * axes.Count) + i];
        return centres;
    }

    /// <summary>The additive recurrence of Roberts (2018): multiples of powers of 1/φ, φ^(d + 1) = φ + 1, which fill the cube evenly at any count.</summary>
    private static double[] Even(int count, int dimensions)
    {
        double root = 2;
        for (int i = 0; i < 64; i++) root = PortableMath.Exp(SplitMix64.PortableLog(1 + root) / (dimensions + 1));
        double[] centres = new double[count * dimensions];
        double step = 1;
        for (int i = 0; i < dimensions; i++)
        {
            step /= root;
            for (int component = 0; component < count; component++)
            {
                double at = 0.5 + (step * (component + 1));
                centres[(component * dimensions) + i] = (2 * (at - Math.Floor(at))) - 1;
            }
        }

        return centres;
    }
}
