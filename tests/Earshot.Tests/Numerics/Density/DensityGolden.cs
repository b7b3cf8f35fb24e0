using System.Text.Json;
using Earshot.Numerics.Density;
using Earshot.Numerics.Neighbors;

namespace Earshot.Tests.Numerics.Density;

/// <summary>Reference runs of HDBSCAN.</summary>
/// <param name="DataSet">Which rows.</param>
/// <param name="Row">Row of the files of labels and probabilities.</param>
/// <param name="Samples">Neighbours that a core distance reaches, as far as there are rows.</param>
/// <param name="Options">Everything else.</param>
/// <param name="Reference">What was recorded.</param>
internal sealed record DensityRun(string DataSet, int Row, int Samples, HdbscanOptions Options, JsonElement Reference)
{
    public int[] Labels => Part<int>("labels.i32");

    public double[] Probabilities => Part<double>("probabilities.f64");

    public double[] OutlierScores
    {
        get
        {
            int[][] pairs = [.. Golden.Json($"hdbscan/{DataSet}.glosh.f64.json").GetProperty("pairs").EnumerateArray().Select(pair => pair.Integers())];
            int row = Array.FindIndex(pairs, pair => pair[0] == Options.MinClusterSize && pair[1] == Samples);
            return Part<double>("glosh.f64", row);
        }
    }

    public double[] Persistence => [.. Reference.GetProperty("persistence").EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>Whether rows in another order gave the reference itself other labels.</summary>
    public bool IsTieSensitive => Reference.GetProperty("tie_sensitive_points").GetArrayLength() > 0;

    public double LeastAgreement => Reference.GetProperty("min_ari_over_row_permutations").GetDouble();

    public override string ToString() => $"{DataSet} {Row}";

    public static IEnumerable<DensityRun> Of(string dataSet)
    {
        foreach (JsonElement run in Golden.List($"hdbscan/{dataSet}.configs.json").Skip(1))
        {
            HdbscanOptions options = new()
            {
                MinClusterSize = run.GetProperty("min_cluster_size").GetInt32(),
                MinSamples = run.GetProperty("min_samples").GetInt32(),
                Metric = dataSet.EndsWith("cosine", StringComparison.Ordinal) ? NeighborMetric.Cosine : NeighborMetric.Euclidean,
                Selection = run.GetProperty("method").GetString() == "leaf" ? ClusterSelection.Leaf : ClusterSelection.ExcessOfMass,
                SelectionEpsilon = run.GetProperty("epsilon").GetDouble(),
                AllowSingleCluster = run.GetProperty("allow_single_cluster").GetBoolean(),
                MaxClusterSize = run.TryGetProperty("max_cluster_size", out JsonElement most) ? most.GetInt32() : null,
            };
            yield return new DensityRun(dataSet, run.GetProperty("row").GetInt32(), options.MinSamples.Value, options, run);
        }
    }

    public static (double[] Values, int Dimensions) Rows(string dataSet) => dataSet switch
    {
        "umap5_5000" => ([.. Golden.Read<float>("inputs/umap5_5000.f32").Select(value => (double)value)], 5),
        _ => (Golden.Read<double>($"hdbscan/{dataSet}.X.f64"), Golden.Json($"hdbscan/{dataSet}.X.f64.json").GetProperty("shape").Integers()[1]),
    };

    public static double[] SpanningTreeWeights(string dataSet, int samples) => Golden.Read<double>($"hdbscan/{dataSet}.mst_ms{samples}.f64");

    /// <summary>The single linkage tree of the reference: what follows from it leaves no choice.</summary>
    public static SingleLinkageTree SingleLinkage(string dataSet, int samples)
    {
        double[] rows = Golden.Read<double>($"hdbscan/{dataSet}.slt_ms{samples}.f64");
        SingleLinkageTree tree = new(rows.Length / 4);
        for (int i = 0; i < tree.Left.Length; i++)
        {
            tree.Left[i] = (int)rows[4 * i];
            tree.Right[i] = (int)rows[(4 * i) + 1];
            tree.Distance[i] = rows[(4 * i) + 2];
            tree.Size[i] = (int)rows[(4 * i) + 3];
        }

        return tree;
    }

    private T[] Part<T>(string file, int? row = null)
        where T : unmanaged
    {
        string name = $"hdbscan/{DataSet}.{file}";
        int width = Golden.Json(name + ".json").GetProperty("shape").Integers()[1];
        return Golden.Read<T>(name).AsSpan((row ?? Row) * width, width).ToArray();
    }
}
