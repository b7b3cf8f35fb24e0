using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters;

/// <summary>Refuses rows that no clustering could make sense of, each with the step that helps.</summary>
internal static class ClusterableRows
{
    private const int InputFault = 3;

    /// <summary>Passes over rows that can be clustered.</summary>
    /// <exception cref="EarshotException">There are too few, all are the same, or one holds no number.</exception>
    public static void Require(FloatMatrix rows, RecursiveClusteringOptions options)
    {
        int size = options.SizeFor(rows.Count);
        if (rows.Count < 2 * size) throw TooFew(rows.Count, size, options);
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (float value in rows[row])
            {
                if (float.IsFinite(value)) continue;
                string fault = FormattableString.Invariant($"the vector of row {row} holds {value}");
                throw new EarshotException(fault, "vectors hold finite numbers: build them again", InputFault);
            }
        }

        if (AreSame(rows))
        {
            throw new EarshotException(
                $"all {rows.Count:N0} different texts have the same vector: there is nothing to tell them apart by",
                "embed them by another model, for example `earshot run --with teacher`",
                InputFault);
        }
    }

    private static EarshotException TooFew(int texts, int size, RecursiveClusteringOptions options)
    {
        const int FewestTexts = 10;
        string message = $"{texts:N0} different {(texts == 1 ? "text is" : "texts are")} too few for two clusters of at least {size:N0} each";
        string hint = texts < FewestTexts ? "read more tickets, or a wider range of days"
            : size > options.MinClusterSize ? "a smaller --min-cluster-pct, for example --min-cluster-pct 0.01"
            : $"a smaller --min-cluster-size, for example --min-cluster-size {Math.Max(2, Math.Min(size - 1, texts / FewestTexts))}";
        return new EarshotException(message, hint, InputFault);
    }

    private static bool AreSame(FloatMatrix rows)
    {
        for (int row = 1; row < rows.Count; row++)
            if (!rows[row].SequenceEqual(rows[0])) return false;
        return true;
    }
}
