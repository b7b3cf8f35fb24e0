using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary>A fit as rows, one a text, and facts in their manifest.</summary>
internal static class FitFile
{
    private const int TextHash = 0;
    private const int TopicPath = 1;
    private const int Membership = 2;
    private const int Scale = 3;
    private const int Vector = 4;

    /// <summary>The columns; <c>topic_path</c> is null for a text that is in no topic.</summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash],
        new("topic_path", ColumnType.Text),
        new("membership", ColumnType.Float32),
        .. EmbeddingSample.VectorColumns,
    ];

    /// <summary>Reads a fit.</summary>
    public static TopicFit Read(IDatasetReader datasets, string asset, string partition)
    {
        ColumnBatch batch = Rows(datasets, asset, partition);
        JsonObject metadata = datasets.Manifest(asset, partition).Metadata;
        int dimensions = metadata["dimensions"]!.GetValue<int>();
        Dictionary<int, int> parents = [];
        int[] leaves = new int[batch.Count];
        sbyte[] numbers = new sbyte[(long)batch.Count * dimensions];
        for (int row = 0; row < leaves.Length; row++)
        {
            leaves[row] = Leaf(batch.Bytes(TopicPath), row, parents);
            MemoryMarshal.Cast<byte, sbyte>(batch.Bytes(Vector)[row]).CopyTo(numbers.AsSpan(row * dimensions, dimensions));
        }

        return new TopicFit(
            batch.Int64(TextHash).Values.ToArray(),
            leaves,
            batch.Float32(Membership).Values.ToArray(),
            new QuantizedMatrix(numbers, batch.Float32(Scale).Values.ToArray(), dimensions),
            parents,
            metadata["levels"]!.GetValue<int>(),
            metadata["main_level"]!.GetValue<int>())
        {
            Reach = metadata["reach"]?.GetValue<float>() ?? float.PositiveInfinity,
        };
    }

    /// <summary>Writes a fit.</summary>
    public static void Write(IPartitionWriter output, TopicFit fit)
    {
        Dictionary<int, byte[]> paths = fit.AtLevel(fit.Levels - 1).ToDictionary(topic => topic.Id, topic => Encoding.UTF8.GetBytes(Path(fit, topic)));
        ColumnBatch batch = new(Columns);
        for (int row = 0; row < fit.TextHashes.Length; row++)
        {
            batch.Int64(TextHash).Append(fit.TextHashes[row]);
            if (fit.Leaves[row] < 0) batch.Bytes(TopicPath).AppendNull();
            else batch.Bytes(TopicPath).Append(paths[fit.Leaves[row]]);
            batch.Float32(Membership).Append(fit.Memberships[row]);
            batch.Float32(Scale).Append(fit.Vectors.Scales[row]);
            batch.Bytes(Vector).Append(MemoryMarshal.AsBytes<sbyte>(fit.Vectors[row]));
        }

        output.Append(batch);
        output.Describe("dimensions", fit.Vectors.Dimensions);
        output.Describe("levels", fit.Levels);
        output.Describe("main_level", fit.MainLevel);
        if (float.IsFinite(fit.Reach)) output.Describe("reach", fit.Reach);
        output.Describe("topics", new JsonArray([.. Enumerable.Range(0, fit.Levels).Select(level => (JsonNode)fit.AtLevel(level).Count)]));
    }

    /// <summary>Writes a fit that is kept, row for row, with its facts.</summary>
    public static void Copy(IDatasetReader datasets, string asset, string partition, IPartitionWriter output)
    {
        output.Append(Rows(datasets, asset, partition));
        foreach ((string name, JsonNode? value) in datasets.Manifest(asset, partition).Metadata) output.Describe(name, value!.DeepClone());
    }

    private static ColumnBatch Rows(IDatasetReader datasets, string asset, string partition)
    {
        ColumnBatch batch = new(Columns);
        using IBatchReader reader = datasets.Open(asset, partition, batch.Schema);
        while (reader.Read(batch, int.MaxValue))
        {
        }

        return batch;
    }

    private static string Path(TopicFit fit, FittedTopic topic) =>
        string.Join('/', Enumerable.Range(0, topic.Level + 1).Select(level => fit.Ancestor(topic.Id, level).Id.ToString(CultureInfo.InvariantCulture)));

    private static int Leaf(BytesColumn paths, int row, Dictionary<int, int> parents)
    {
        if (paths.IsNull(row)) return -1;
        int leaf = -1;
        foreach (string part in Encoding.UTF8.GetString(paths[row]).Split('/'))
        {
            int id = int.Parse(part, CultureInfo.InvariantCulture);
            if (leaf >= 0) parents[id] = leaf;
            leaf = id;
        }

        return leaf;
    }
}
