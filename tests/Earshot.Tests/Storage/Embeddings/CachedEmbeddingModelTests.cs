using System.Text;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics;
using Earshot.Storage.Embeddings;

namespace Earshot.Tests.Storage.Embeddings;

public sealed class CachedEmbeddingModelTests
{
    private const int Dimensions = 6;

    [Fact]
    public void A_second_run_embeds_nothing_and_gives_the_same_bits()
    {
        using CacheFiles files = new(Dimensions);
        CountingModel model = new();
        float[] without = new float[50 * Dimensions];
        model.Embed(Texts(0, 50), without, new EmbedOptions());
        float[] first = Run(files, model, Texts(0, 50), out CachedEmbeddingModel one);
        float[] second = Run(files, model, Texts(0, 50), out CachedEmbeddingModel two);
        Assert.Equal(without, first);
        Assert.Equal(without, second);
        Assert.Equal((0, 50), (one.Hits, one.Embedded));
        Assert.Equal((50, 0), (two.Hits, two.Embedded));
        Assert.Equal(100, model.Asked.Count);
    }

    [Fact]
    public void Only_new_texts_are_embedded_when_some_change()
    {
        using CacheFiles files = new(Dimensions);
        CountingModel model = new();
        Run(files, model, Texts(0, 50), out _);
        model.Asked.Clear();
        float[] vectors = Run(files, model, Texts(30, 80), out CachedEmbeddingModel cached);
        Assert.Equal(Enumerable.Range(50, 30).Select(i => "text " + i), model.Asked);
        Assert.Equal((20, 30), (cached.Hits, cached.Embedded));
        AssertVectors(Texts(30, 80), vectors);
    }

    [Fact]
    public void A_run_that_fails_after_1000_of_5000_pays_for_4000_the_next_time()
    {
        using CacheFiles files = new(Dimensions);
        CountingModel model = new() { FailsAfter = 1000 };
        EarshotException failed = Assert.Throws<EarshotException>(() => Run(files, model, Texts(0, 5000), out _));
        Assert.Equal("the service refused", failed.Message);
        model.FailsAfter = int.MaxValue;
        model.Asked.Clear();
        float[] vectors = Run(files, model, Texts(0, 5000), out CachedEmbeddingModel cached);
        Assert.Equal((1000, 4000), (cached.Hits, cached.Embedded));
        Assert.Equal(4000, model.Asked.Count);
        AssertVectors(Texts(0, 5000), vectors);
    }

    [Fact]
    public void A_cancelled_run_keeps_what_was_completed_and_is_told_as_cancelled()
    {
        using CacheFiles files = new(Dimensions);
        CountingModel model = new();
        using CancellationTokenSource source = new();
        using VectorCache cache = files.Open();
        using CachedEmbeddingModel cached = new(model, cache);
        EmbedOptions options = new() { Cancellation = source.Token, Completed = _ => source.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => cached.Embed(Texts(0, 100), new float[100 * Dimensions], options));
        Assert.Equal(CountingModel.Batch, cache.Entries);
    }

    [Fact]
    public void A_text_that_is_there_more_than_once_is_embedded_once_and_every_row_is_told_complete_once()
    {
        using CacheFiles files = new(Dimensions);
        CountingModel model = new();
        Run(files, model, Texts(0, 3), out _);
        model.Asked.Clear();
        BytesColumn texts = new();
        foreach (int i in (int[])[5, 0, 5, 7, 0, 5, 7, 9]) texts.Append($"text {i}");
        List<int> completed = [];
        float[] vectors = Run(files, model, texts, out CachedEmbeddingModel cached, completed);
        Assert.Equal(["text 5", "text 7", "text 9"], model.Asked);
        Assert.Equal((2, 3), (cached.Hits, cached.Embedded)); // a repetition comes from no cache
        Assert.Equal(Enumerable.Range(0, 8), completed.Order());
        AssertVectors(texts, vectors);
    }

    [Fact]
    public void A_model_that_does_not_tell_or_tells_twice_what_is_complete_is_put_up_with()
    {
        using CacheFiles files = new(Dimensions);
        List<int> completed = [];
        AssertVectors(Texts(0, 40), Run(files, new CountingModel { Tells = 0 }, Texts(0, 40), out _, completed));
        AssertVectors(Texts(20, 60), Run(files, new CountingModel { Tells = 2 }, Texts(20, 60), out CachedEmbeddingModel cached, completed));
        Assert.Equal((20, 20), (cached.Hits, cached.Embedded));
        Assert.Equal(80, completed.Count);
        using VectorCache cache = files.Open();
        Assert.Equal(60, cache.Entries);
    }

    [Fact]
    public void More_texts_than_one_block_come_back_in_their_rows()
    {
        using CacheFiles files = new(Dimensions);
        BytesColumn texts = Texts(0, 40_000);
        AssertVectors(texts, Run(files, new CountingModel(), texts, out CachedEmbeddingModel cached));
        AssertVectors(texts, Run(files, new CountingModel(), texts, out CachedEmbeddingModel again));
        Assert.Equal((40_000, 40_000), (cached.Embedded, again.Hits));
    }

    [Fact]
    public void A_cache_that_fails_stops_the_model_and_is_told_instead_of_the_stop()
    {
        using CacheFiles files = new(Dimensions);
        CountingModel model = new();
        File.WriteAllText(files.Folder, "a file where the folder should be");
        Assert.ThrowsAny<IOException>(() => Run(files, model, Texts(0, 1000), out _));
        Assert.Equal(CountingModel.Batch, model.Asked.Count);
    }

    [Fact]
    public void A_vector_that_is_not_of_numbers_is_not_kept()
    {
        using CacheFiles files = new(Dimensions);
        float[] vectors = Run(files, new CountingModel { NotANumber = "text 1" }, Texts(0, 3), out _);
        Assert.True(float.IsNaN(vectors[Dimensions]));
        AssertVectors(Texts(0, 3), Run(files, new CountingModel(), Texts(0, 3), out CachedEmbeddingModel cached));
        Assert.Equal((2, 1), (cached.Hits, cached.Embedded));
    }

    private static float[] Run(CacheFiles files, IEmbeddingModel model, BytesColumn texts, out CachedEmbeddingModel cached, List<int>? completed = null)
    {
        using VectorCache cache = files.Open();
        cached = new CachedEmbeddingModel(model, cache);
        float[] vectors = new float[texts.Count * Dimensions];
        cached.Embed(texts, vectors, new EmbedOptions { Completed = rows => completed?.AddRange(rows.Span) });
        return vectors;
    }

    private static BytesColumn Texts(int from, int to)
    {
        BytesColumn texts = new();
        for (int i = from; i < to; i++) texts.Append($"text {i}");
        return texts;
    }

    private static void AssertVectors(BytesColumn texts, float[] vectors)
    {
        for (int row = 0; row < texts.Count; row++)
            Assert.True(CountingModel.Vector(texts[row]).AsSpan().SequenceEqual(vectors.AsSpan(row * Dimensions, Dimensions)), $"row {row}");
    }

    /// <summary>Vectors that follow from the text, in batches, with the faults that a test asks for.</summary>
    private sealed class CountingModel : IEmbeddingModel
    {
        internal const int Batch = 20;

        public string Model => CacheFiles.Model;

        public int Dimensions => CachedEmbeddingModelTests.Dimensions;

        internal List<string> Asked { get; } = [];

        internal int FailsAfter { get; set; } = int.MaxValue;

        internal int Tells { get; init; } = 1;

        internal string? NotANumber { get; init; }

        internal static float[] Vector(ReadOnlySpan<byte> text)
        {
            SplitMix64 random = new(StableHash.Of(text));
            float[] vector = new float[CachedEmbeddingModelTests.Dimensions];
            for (int i = 0; i < vector.Length; i++) vector[i] = (float)random.NextGaussian();
            return vector;
        }

        // Each batch is told backwards: models are free in their order.
        public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options)
        {
            int done = 0;
            for (int first = 0; first < texts.Count; first += Batch)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                if (done >= FailsAfter) throw new EarshotException("the service refused");
                int[] rows = [.. Enumerable.Range(first, Math.Min(Batch, texts.Count - first)).Reverse()];
                foreach (int row in rows.Reverse()) Asked.Add(Encoding.UTF8.GetString(texts[row]));
                foreach (int row in rows) Vector(texts[row]).CopyTo(vectors[(row * Dimensions)..]);
                foreach (int row in rows.Where(row => texts.GetString(row) == NotANumber)) vectors.Span[row * Dimensions] = float.NaN;
                for (int told = 0; told < Tells; told++) options.Completed(rows);
                done += rows.Length;
            }
        }

        public void Dispose()
        {
        }
    }
}
