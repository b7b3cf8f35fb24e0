using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary><c>topic_model</c> by a method that looks at a sample of the texts: the sample's vectors, and the topics that each of its texts is in.</summary>
public sealed class FittedTopicsAsset : TopicModelAsset
{
    private const int TextHash = 0;
    private const int TopicPath = 1;
    private const int Membership = 2;
    private const int Scale = 3;
    private const int Vector = 4;

    private readonly ITopicMethod _method;
    private readonly AssetDefinition _vectors;
    private readonly int _dimensions;
    private readonly int _size;
    private readonly TopicDetail _detail;

    /// <summary>Topics of all partitions of <paramref name="vectors"/>.</summary>
    /// <param name="method">How they are found.</param>
    /// <param name="vectors">The asset of the vectors: <c>embeddings</c>, or the sample that the teacher embedded.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    /// <param name="size">Texts to look at, at most.</param>
    /// <param name="detail">Which of the levels is shown.</param>
    public FittedTopicsAsset(ITopicMethod method, AssetDefinition vectors, int dimensions, int size, TopicDetail detail)
    {
        (_method, _vectors, _dimensions, _size, _detail) = (method, vectors, dimensions, size, detail);
        Definition = new AssetDefinition
        {
            Name = Name,
            Layer = "models",
            Version = 1,
            Columns =
            [
                EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash],
                new("topic_path", ColumnType.Text),
                new("membership", ColumnType.Float32),
                .. EmbeddingSample.VectorColumns,
            ],
            Partitions = vectors.Partitions.Count == 0 ? [] : [Name],
            Upstream = [new Upstream(vectors.Name, PartitionMapping.All)],
            Options = new SortedDictionary<string, string>(method.Options.ToDictionary(), StringComparer.Ordinal)
            {
                ["method"] = method.Name,
                ["sample"] = size.ToString(CultureInfo.InvariantCulture),
            },
            CompressionLevel = -5,
            RowGroupRows = 10_240,
        };
    }

    public override AssetDefinition Definition { get; }

    public override string Method => _method.Name;

    public override bool HasMemberships => true;

    public override ulong Seed => _method.Seed;

    public override IReadOnlyDictionary<string, string> ShownBy => new Dictionary<string, string> { ["detail"] = _detail.ToString().ToLowerInvariant() };

    internal override ITopicModel Read(IDatasetReader datasets, int threads = 1, CancellationToken cancellation = default)
    {
        TopicFit fit = ReadFit(datasets);
        return new FittedTopics(fit, new TopicLayout(fit, LevelOf(fit)), threads, cancellation);
    }

    /// <summary>The fit as it was built.</summary>
    public TopicFit ReadFit(IDatasetReader datasets)
    {
        ColumnBatch batch = new(Definition.Columns);
        using (IBatchReader reader = datasets.Open(Name, Name, batch.Schema))
        {
            while (reader.Read(batch, int.MaxValue))
            {
            }
        }

        JsonObject metadata = datasets.Manifest(Name, Name).Metadata;
        Dictionary<int, int> parents = [];
        int[] leaves = new int[batch.Count];
        for (int row = 0; row < leaves.Length; row++) leaves[row] = Leaf(batch.Bytes(TopicPath), row, parents);
        sbyte[] numbers = new sbyte[(long)batch.Count * _dimensions];
        for (int row = 0; row < leaves.Length; row++)
            MemoryMarshal.Cast<byte, sbyte>(batch.Bytes(Vector)[row]).CopyTo(numbers.AsSpan(row * _dimensions, _dimensions));
        return new TopicFit(
            batch.Int64(TextHash).Values.ToArray(),
            leaves,
            batch.Float32(Membership).Values.ToArray(),
            new QuantizedMatrix(numbers, batch.Float32(Scale).Values.ToArray(), _dimensions),
            parents,
            metadata["levels"]!.GetValue<int>(),
            metadata["main_level"]!.GetValue<int>())
        {
            Reach = metadata["reach"]?.GetValue<float>() ?? float.PositiveInfinity,
        };
    }

    /// <summary>How far the topics that are shown are found again in other samples of the texts of the fit. Takes as long as two fits.</summary>
    public FitStability MeasureStability(IDatasetReader datasets, int threads, CancellationToken cancellation) =>
        FitStability.Of(ReadFit(datasets), _method, _detail, threads, cancellation);

    public override void Build(BuildContext context)
    {
        FitSample sample = FitSample.Draw(context, _vectors, _dimensions, _size, Seed);
        float[] values = new float[sample.Vectors.Count * _dimensions];
        for (int row = 0; row < sample.Vectors.Count; row++) sample.Vectors.Read(row, values.AsSpan(row * _dimensions, _dimensions));
        FoundTopics found = _method.Find(new FloatMatrix(values, _dimensions), previous: null, context.Threads, context.Cancellation);
        TopicFit fit = FitNumbers.First(sample, found);
        float reach = new FitNeighbors(fit.Vectors, context.Threads, context.Cancellation).Reach(context.Threads, context.Cancellation);
        Write(context.Output, fit, reach);
    }

    private int LevelOf(TopicFit fit) => _detail.LevelOf(fit.Levels, fit.MainLevel);

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

    private void Write(IPartitionWriter output, TopicFit fit, float reach)
    {
        TopicLayout paths = new(fit, fit.Levels - 1);
        ColumnBatch batch = new(Definition.Columns);
        for (int row = 0; row < fit.TextHashes.Length; row++)
        {
            batch.Int64(TextHash).Append(fit.TextHashes[row]);
            int place = paths.PlaceOf(fit.Leaves[row]);
            if (place < 0) batch.Bytes(TopicPath).AppendNull();
            else batch.Bytes(TopicPath).Append(Encoding.UTF8.GetBytes(paths.Topics[place].Path));
            batch.Float32(Membership).Append(fit.Memberships[row]);
            batch.Float32(Scale).Append(fit.Vectors.Scales[row]);
            batch.Bytes(Vector).Append(MemoryMarshal.AsBytes<sbyte>(fit.Vectors[row]));
        }

        output.Append(batch);
        output.Describe("levels", fit.Levels);
        output.Describe("main_level", fit.MainLevel);
        if (float.IsFinite(reach)) output.Describe("reach", reach);
        output.Describe("topics", new JsonArray([.. Enumerable.Range(0, fit.Levels).Select(level => (JsonNode)fit.AtLevel(level).Count)]));
    }
}
