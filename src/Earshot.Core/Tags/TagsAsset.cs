using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;

namespace Earshot.Core.Tags;

/// <summary>
/// <c>tags</c>: the categories of a list that each ticket belongs to, none or several rows a ticket, the nearest first: those that were given to its text,
/// else those whose descriptions its vector is near to.
/// </summary>
public sealed class TagsAsset : IAsset
{
    public const string Name = "tags";
    public const int TicketId = 0;
    public const int Tag = 1;
    public const int Similarity = 2;

    private const int BlockRows = 16_384;

    private static readonly IReadOnlyList<ColumnSchema> Read =
    [
        EmbeddingsAsset.Columns[EmbeddingsAsset.TicketId], EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash],
        EmbeddingsAsset.Columns[EmbeddingsAsset.Scale], EmbeddingsAsset.Columns[EmbeddingsAsset.Vector],
    ];

    private readonly TagOptions _options;
    private readonly EmbeddingRecipe _recipe;
    private readonly GivenTags _given;
    private readonly byte[][] _names;
    private readonly Lock _gate = new();
    private (TagVectors Vectors, IReadOnlyDictionary<long, IReadOnlyList<string>> Given)? _shared;

    /// <summary>The tags of all tickets.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="given">Tags that count before similarity.</param>
    /// <param name="recipe">How the vectors are made: the descriptions are embedded in the same way.</param>
    /// <param name="embeddings">The asset of the vectors.</param>
    public TagsAsset(TagOptions options, GivenTags given, EmbeddingRecipe recipe, AssetDefinition embeddings)
    {
        (_options, _given, _recipe) = (options, given, recipe);
        _names = [.. options.Categories.Select(category => Encoding.UTF8.GetBytes(category.Name))];
        Definition = new AssetDefinition
        {
            Name = Name,
            Layer = "silver",
            Version = 1,
            Columns = Columns,
            Partitions = embeddings.Partitions,
            Upstream = [new Upstream(embeddings.Name, PartitionMapping.Same), .. recipe.Upstream],
            Options = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["categories"] = options.CategoriesText,
                ["given"] = given.Version,
                ["most"] = options.Most.ToString(CultureInfo.InvariantCulture),
                ["threshold"] = options.Threshold.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    /// <summary>The columns; the similarity is the cosine to the nearest description of the category, of a tag that was given too.</summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("ticket_id", ColumnType.Int64),
        new("tag", ColumnType.Text),
        new("similarity", ColumnType.Float32),
    ];

    public AssetDefinition Definition { get; }

    public void Build(BuildContext context)
    {
        (TagVectors tags, IReadOnlyDictionary<long, IReadOnlyList<string>> given) = Share(context);
        ColumnBatch read = new(Read);
        ColumnBatch written = new(Columns);
        EmbeddingRows vectors = new(read.Bytes(3), read.Float32(2), _recipe.Dimensions);
        float[] vector = new float[_recipe.Dimensions];
        float[] similarities = new float[tags.Count];
        int[] chosen = new int[_options.Most];
        long[] counts = new long[tags.Count];
        long tagged = 0;
        using IBatchReader reader = context.Datasets.Open(Definition.Upstream[0].Asset, context.Partition, Read);
        for (; reader.Read(read, BlockRows); read.Clear(), written.Clear())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < read.Count; row++)
            {
                vectors.Read(row, vector);
                tags.Similarities(vector, similarities);
                int many = given.TryGetValue(read.Int64(1)[row], out IReadOnlyList<string>? names)
                    ? Given(names, similarities, chosen)
                    : Nearest(similarities, chosen);
                if (many > 0) tagged++;
                for (int i = 0; i < many; i++)
                {
                    written.Int64(TicketId).Append(read.Int64(0)[row]);
                    written.Bytes(Tag).Append(_names[chosen[i]]);
                    written.Float32(Similarity).Append(similarities[chosen[i]]);
                    counts[chosen[i]]++;
                }
            }

            context.Output.Append(written);
            context.Advance(read.Count);
        }

        context.Output.Describe("tickets", context.Datasets.Manifest(Definition.Upstream[0].Asset, context.Partition).Rows);
        context.Output.Describe("tagged", tagged);
        context.Output.Describe("tags", new JsonObject(_options.Categories.Select((category, i) => KeyValuePair.Create(category.Name, (JsonNode?)counts[i]))));
    }

    // The nearest categories at or above the threshold, the first of the list before its equals; kept sorted, since they are few.
    private int Nearest(ReadOnlySpan<float> similarities, Span<int> chosen)
    {
        int many = 0;
        for (int category = 0; category < similarities.Length; category++)
            if (similarities[category] >= _options.Threshold) many = Insert(category, similarities, chosen, many);
        return many;
    }

    private int Given(IReadOnlyList<string> names, ReadOnlySpan<float> similarities, Span<int> chosen)
    {
        int many = 0;
        for (int category = 0; category < _names.Length; category++)
            if (names.Contains(_options.Categories[category].Name)) many = Insert(category, similarities, chosen, many);
        return many;
    }

    private static int Insert(int category, ReadOnlySpan<float> similarities, Span<int> chosen, int many)
    {
        int at = many;
        while (at > 0 && similarities[chosen[at - 1]] < similarities[category]) at--;
        if (at == chosen.Length) return many;
        many = Math.Min(many + 1, chosen.Length);
        chosen[at..(many - 1)].CopyTo(chosen[(at + 1)..]);
        chosen[at] = category;
        return many;
    }

    private (TagVectors Vectors, IReadOnlyDictionary<long, IReadOnlyList<string>> Given) Share(BuildContext context)
    {
        lock (_gate)
        {
            return _shared ??= (
                TagVectors.Create(_options.Categories, _recipe.CreateEncoder(context.Datasets), _recipe.Dimensions, context.Cancellation), _given.Read());
        }
    }
}
