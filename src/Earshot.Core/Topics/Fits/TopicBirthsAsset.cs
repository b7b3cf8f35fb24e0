using System.Runtime.InteropServices;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Topics.Life;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary>
/// <c>topic_births</c>: the current fit with the topics that are born of texts that fit in none, as a fit of its own; without rows where none is. No part of
/// an ordinary run: it is built where enough tickets are in no topic.
/// </summary>
public sealed class TopicBirthsAsset : IAsset
{
    public const string Name = "topic_births";

    // Neighbours of all with all are looked for: of more texts a sample shows the same groups.
    private const int MostTexts = 10_000;
    private const int BlockRows = 16_384;
    private const long FewestTexts = 20;
    private const long TicketsAText = 1_000;

    private readonly FittedTopicsAsset _topics;
    private readonly FittedTopicsAsset _next;
    private readonly AssetDefinition _embeddings;

    /// <summary>Births among the tickets of an asset of assignments.</summary>
    /// <param name="topics">The asset of the current fit.</param>
    /// <param name="embeddings">The asset of the vectors of all tickets.</param>
    /// <exception cref="ArgumentException">The events of <paramref name="topics"/> do not tell of its fit: numbers that it took would be given again.</exception>
    public TopicBirthsAsset(FittedTopicsAsset topics, AssetDefinition embeddings)
    {
        PromotedFits fits = PromotedFits.Of(topics.Events);
        if (fits.Current != topics.Fit) throw new ArgumentException($"fit {topics.Fit} was not promoted", nameof(topics));
        (_topics, _embeddings) = (topics, embeddings);
        _next = topics.As(fits.NextFit, isCandidate: false);
        Definition = _next.Definition with
        {
            Name = Name,
            Partitions = embeddings.Partitions.Count == 0 ? [] : [Name],
            Upstream =
            [
                new Upstream(embeddings.Name, PartitionMapping.All), new Upstream(TopicModelAsset.Name, PartitionMapping.All),
                new Upstream(AssignmentsAsset.Name, PartitionMapping.All),
            ],
        };
    }

    /// <inheritdoc/>
    public AssetDefinition Definition { get; }

    /// <summary>Whether so many tickets without a topic are worth a look: one in a thousand, but 20 at least and never more than are looked at.</summary>
    public static bool AreEnough(long without, long tickets) => without >= Math.Clamp(tickets / TicketsAText, FewestTexts, MostTexts);

    /// <inheritdoc/>
    public void Build(BuildContext context)
    {
        TopicFit fit = _topics.ReadFit(context.Datasets);
        IReadOnlyList<HashSample<(sbyte[] Vector, float Scale)>.Candidate> texts = Left(fit, context);
        long tickets = _embeddings.Partitions.Sum(partition => context.Datasets.Manifest(_embeddings.Name, partition).Rows);
        if (!AreEnough(texts.Count, tickets)) return;
        QuantizedMatrix vectors = new(texts.Count, fit.Vectors.Dimensions);
        Dictionary<long, int> rows = [];
        for (int row = 0; row < vectors.Count; row++)
        {
            texts[row].Item.Vector.CopyTo(vectors[row]);
            vectors.Scales[row] = texts[row].Item.Scale;
            rows[(long)texts[row].Hash] = row;
        }

        PromotedFits fits = PromotedFits.Of(_topics.Events);
        IReadOnlyList<BornTopic> born = TopicBirths.Find(
            fit, [.. texts.Select(text => (long)text.Hash)], vectors, fits.NextNumber, threads: context.Threads, cancellation: context.Cancellation);
        if (born.Count == 0) return;
        TopicFit grown = TopicBirths.With(fit, born, text => rows.TryGetValue(text, out int row) ? Row(vectors, row) : null);
        FitFile.Write(context.Output, grown);
        FittedTopicsAsset.DescribeMaking(
            context.Output, new TopicEvent.Fitted(_next.Fit, _topics.Fit, 1 + born[^1].Path[^1], Transitions(grown, born)));
    }

    // Different texts that are in no topic and that the fit did not look at: what a method left out of all topics itself is no birth.
    private IReadOnlyList<HashSample<(sbyte[] Vector, float Scale)>.Candidate> Left(TopicFit fit, BuildContext context)
    {
        HashSet<long> known = [.. fit.TextHashes];
        HashSample<(sbyte[] Vector, float Scale)> left = new(MostTexts, _topics.Seed);
        ColumnSchema[] assignment = [AssignmentsAsset.Columns[AssignmentsAsset.TopicId]];
        ColumnSchema[] embedding = [EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash], .. EmbeddingSample.VectorColumns];
        foreach (string partition in _embeddings.Partitions)
        {
            ColumnBatch batch = new([.. assignment, .. embedding]);
            using IBatchReader reader = context.Datasets.OpenSideBySide(partition, (AssignmentsAsset.Name, assignment), (_embeddings.Name, embedding));
            for (; reader.Read(batch, BlockRows); batch.Clear())
            {
                context.Cancellation.ThrowIfCancellationRequested();
                ReadOnlySpan<int> topics = batch.Int32(0).Values;
                ReadOnlySpan<long> hashes = batch.Int64(1).Values;
                ReadOnlySpan<float> scales = batch.Float32(2).Values;
                for (int row = 0; row < topics.Length; row++)
                {
                    if (topics[row] >= 0 || scales[row] == 0 || known.Contains(hashes[row]) || !left.Wants((ulong)hashes[row])) continue;
                    left.Add((ulong)hashes[row], (MemoryMarshal.Cast<byte, sbyte>(batch.Bytes(3)[row]).ToArray(), scales[row]));
                }

                context.Advance(batch.Count);
            }
        }

        return left.Drawn();
    }

    private static TopicTransition[] Transitions(TopicFit grown, IReadOnlyList<BornTopic> born) =>
    [
        .. from level in Enumerable.Range(grown.MainLevel, grown.Levels - grown.MainLevel)
           from topic in born
           select new TopicTransition(
               TopicTransitionKind.Born, level, [], [topic.Path[level]], 0, (double)topic.Texts.Count / grown.TextHashes.Length, []),
    ];

    private static float[] Row(QuantizedMatrix vectors, int row)
    {
        var values = new float[vectors.Dimensions];
        vectors.Read(row, values);
        return values;
    }
}
