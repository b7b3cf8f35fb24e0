using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Core.Clusters;

/// <summary>Vectors in groups that are far apart, with parts in each that are only seen when the group is looked at by itself.</summary>
internal static class NestedGroups
{
    public const int Dimensions = 16;

    private const double GroupDistance = 10;
    private const double PartDistance = 1.6;
    private const double Spread = 0.5;

    /// <summary>Rows and of each the group and the part that it was drawn from.</summary>
    /// <param name="sizes">Rows of each part of each group.</param>
    public static (FloatMatrix Rows, int[] Groups, int[] Parts) Of(params int[][] sizes)
    {
        SplitMix64 random = new(7);
        List<float> values = [];
        List<int> groups = [], parts = [];
        int part = 0;
        for (int group = 0; group < sizes.Length; group++)
        {
            foreach (int size in sizes[group])
            {
                for (int row = 0; row < size; row++)
                {
                    for (int axis = 0; axis < Dimensions; axis++)
                    {
                        double middle = axis == group ? GroupDistance : axis == sizes.Length + part ? PartDistance : 0;
                        values.Add((float)(middle + (Spread * random.NextGaussian())));
                    }

                    groups.Add(group);
                    parts.Add(part);
                }

                part++;
            }
        }

        return (new FloatMatrix(values.ToArray(), Dimensions), [.. groups], [.. parts]);
    }
}
