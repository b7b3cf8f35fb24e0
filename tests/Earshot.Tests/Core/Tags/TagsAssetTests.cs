using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Tags;
using Earshot.Numerics.Vectors;
using Earshot.Tests.Core.Embeddings;

namespace Earshot.Tests.Core.Tags;

public sealed class TagsAssetTests
{
    private static readonly StoredVectors Stored = new(2, 300);

    // descriptions are numbers of texts, whose vectors are known
    private static readonly TagCategory[] Categories = [new("odd", ["5", "17"]), new("21", []), new("same as odd", ["17", "5"]), new("none", ["900001"])];

    [Theory]
    [InlineData(0.5f, 3)]
    [InlineData(0f, 2)]
    [InlineData(0f, 20)]
    [InlineData(0.2f, 1)]
    public void Tags_are_those_of_a_naive_search(float threshold, int most)
    {
        TagsAsset asset = Asset(new TagOptions { Categories = Categories, Threshold = threshold, Most = most });
        foreach (string partition in Stored.Partitions)
        {
            List<(long, string, float)> expected = [];
            foreach ((long id, _, float[] vector) in Stored.RowsOf(partition))
            {
                var near = from category in Categories
                           let cosine = (category.Descriptions.Count > 0 ? category.Descriptions : [category.Name]).Max(text => Cosine(vector, StoredVectors.Vector(int.Parse(text))))
                           where cosine >= threshold && VectorKernels.Norm(vector) > 0
                           orderby Math.Round(cosine, 5) descending
                           select (id, category.Name, cosine);
                expected.AddRange(near.Take(most));
            }

            (List<(long Id, string Tag, float Similarity)> rows, Dictionary<string, JsonNode> facts) = Build(asset, partition);
            Assert.NotEmpty(rows);
            Assert.Equal(expected.Select(row => (row.Item1, row.Item2)), rows.Select(row => (row.Id, row.Tag)));
            Assert.All(expected.Zip(rows), pair => Assert.Equal(pair.First.Item3, pair.Second.Similarity, 0.0001f));
            Assert.Equal(rows.Select(row => row.Id).Distinct().Count(), facts["tagged"].GetValue<long>());
            Assert.Equal(rows.Count(row => row.Tag == "odd"), facts["tags"]["odd"]!.GetValue<long>());
            Assert.Equal(300, facts["tickets"].GetValue<long>());
        }
    }

    [Fact]
    public void Tags_that_were_given_to_a_text_count_before_similarity_and_none_means_none()
    {
        (long first, long second) = (Stored.RowsOf("partition_00").First().Hash, Stored.RowsOf("partition_00").ElementAt(1).Hash);
        GivenTags given = new("v", () => new Dictionary<long, IReadOnlyList<string>> { [first] = ["none", "no category any more"], [second] = [] });
        TagOptions options = new() { Categories = [.. Categories, new("exact", [$"{second}"])], Threshold = 0.99f };
        List<(long Id, string Tag, float Similarity)> rows = Build(Asset(options, given), "partition_00").Rows;
        Dictionary<long, long> hashes = Stored.RowsOf("partition_00").ToDictionary(row => row.Id, row => row.Hash);
        Assert.Equal("none", Assert.Single(rows.Where(row => hashes[row.Id] == first).Select(row => row.Tag).Distinct()));
        Assert.DoesNotContain(rows, row => hashes[row.Id] == second);
        Assert.Contains(Build(Asset(options), "partition_00").Rows, row => hashes[row.Id] == second);
    }

    [Fact]
    public void Whatever_decides_the_tags_makes_them_stale()
    {
        TagOptions options = new() { Categories = Categories };
        TagsAsset[] assets =
        [
            Asset(options), Asset(options with { Most = 4 }), Asset(options with { Threshold = 0.3f }), Asset(options with { Categories = Categories[1..] }),
            Asset(options with { Categories = [Categories[0] with { Descriptions = ["6"] }, .. Categories[1..]] }), Asset(options, new GivenTags("v", GivenTags.None.Read)),
        ];
        Assert.Equal(assets.Length, assets.Select(asset => string.Join('|', asset.Definition.Options)).Distinct().Count());
    }

    [Fact]
    public void All_faults_of_the_options_are_told_at_once() =>
        Assert.Equal(
            ["'a\nb' is no name of a category", "the threshold of tags is NaN, allowed is 0 to 1", "the most tags of a ticket is 0, allowed is 1 to 20"],
            new TagOptions { Categories = [new("a\nb", [])], Threshold = float.NaN, Most = 0 }.Validate());

    private static float Cosine(float[] a, float[] b) => VectorKernels.Dot(a, b) / Math.Max(1e-20f, VectorKernels.Norm(a) * VectorKernels.Norm(b));

    private static TagsAsset Asset(TagOptions options, GivenTags? given = null)
    {
        EmbeddingRecipe recipe = new() { Model = "numbers", Dimensions = StoredVectors.Dimensions, CreateEncoder = _ => new NumberEncoder() };
        AssetDefinition embeddings = new() { Name = EmbeddingsAsset.Name, Layer = "silver", Version = 1, Columns = EmbeddingsAsset.Columns, Partitions = Stored.Partitions };
        return new TagsAsset(options, given ?? GivenTags.None, recipe, embeddings);
    }

    private static (List<(long Id, string Tag, float Similarity)> Rows, Dictionary<string, JsonNode> Facts) Build(TagsAsset asset, string partition)
    {
        Written written = new();
        asset.Build(new BuildContext { Partition = partition, Datasets = Stored, Output = written, Threads = 1, Advance = _ => { }, Cancellation = CancellationToken.None });
        return (written.Rows, written.Facts);
    }

    /// <summary>The vector of a number.</summary>
    private sealed class NumberEncoder : IBlockEncoder
    {
        public int Encode(BytesColumn texts, EncodedRows rows, Action<long> advance, CancellationToken cancellation)
        {
            sbyte[] numbers = new sbyte[StoredVectors.Dimensions];
            for (int row = 0; row < texts.Count; row++)
            {
                rows.Scales.Append(Int8Quantization.Quantize(StoredVectors.Vector(int.Parse(texts.GetString(row))), numbers));
                rows.Vectors.Append(MemoryMarshal.AsBytes(numbers.AsSpan()));
                rows.MadeBy.Append(MadeBy.Student);
            }

            return texts.Count;
        }
    }

    private sealed class Written : IPartitionWriter
    {
        public List<(long Id, string Tag, float Similarity)> Rows { get; } = [];

        public Dictionary<string, JsonNode> Facts { get; } = [];

        public Stream Document => throw new NotSupportedException();

        public void Append(ColumnBatch batch)
        {
            for (int row = 0; row < batch.Count; row++)
                Rows.Add((batch.Int64(TagsAsset.TicketId)[row], Encoding.UTF8.GetString(batch.Bytes(TagsAsset.Tag)[row]), batch.Float32(TagsAsset.Similarity)[row]));
        }

        public void Describe(string name, JsonNode value) => Facts[name] = value;
    }
}
