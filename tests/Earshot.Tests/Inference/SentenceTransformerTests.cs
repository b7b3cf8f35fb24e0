using System.Runtime.InteropServices;
using System.Text.Json;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Catalogue;
using Earshot.Inference.Teachers;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Inference;

public sealed class SentenceTransformerTests(SentenceTransformerFixture teachers) : IClassFixture<SentenceTransformerFixture>
{
    private const int Dimensions = 384;

    [Fact]
    public void Float32_gives_the_vectors_of_the_reference()
    {
        BytesColumn texts = GoldenTexts(out _);
        ReadOnlySpan<float> expected = GoldenVectors();
        float[] vectors = Embed(teachers.Float32, texts, threads: 2);
        for (int row = 0; row < texts.Count; row++)
        {
            float cosine = VectorKernels.CosineSimilarity(Row(vectors, row), Row(expected, row));
            Assert.True(cosine >= 0.99999f, $"text {row}: cosine {cosine}");
        }

        // The tolerance of the reference is 2e-6: another order of summation costs a few times 2.7e-7.
        for (int i = 0; i < vectors.Length; i++)
            Assert.True(Math.Abs(vectors[i] - expected[i]) <= 2e-6f, $"text {i / Dimensions}, number {i % Dimensions}: {vectors[i]} is not {expected[i]}");
    }

    [Fact]
    public void Int8_stays_as_near_to_the_reference_as_the_model_allows()
    {
        BytesColumn texts = GoldenTexts(out string[] groups);
        ReadOnlySpan<float> expected = GoldenVectors();
        float[] vectors = Embed(teachers.Int8, texts, threads: 2);
        var cosines = new double[texts.Count];
        for (int row = 0; row < texts.Count; row++) cosines[row] = VectorKernels.CosineSimilarity(Row(vectors, row), Row(expected, row));

        // Emoji, scripts and stray marks are where eight bits lose most: the model file without a single optimisation has 0.98904 over all these texts.
        Assert.InRange(cosines.Average(), 0.9889, 0.9999);
        Assert.InRange(cosines.Where((_, row) => groups[row] is "banking77" or "helpdesk" or "ticket" or "long").Average(), 0.992, 0.9999);
    }

    [Fact]
    public void A_token_alone_has_the_direction_of_its_text_and_a_length_of_its_own()
    {
        float[] means = new float[2010 * Dimensions];
        teachers.Int8.EmbedVocabulary(means, new EmbedOptions { Threads = 2 });
        float[] words = Embed(teachers.Int8, Goldens.Column(["the", "in"]), threads: 1);
        foreach ((int id, int row) in new[] { (1996, 0), (1999, 1) })
        {
            Assert.Equal(1, VectorKernels.CosineSimilarity(Row(means, id), Row(words, row)), 1e-6);
            Assert.False(Math.Abs(VectorKernels.Norm(Row(means, id)) - 1) < 0.01);
        }

        // no word: an entry that can't be said as text has a mean too
        Assert.InRange(VectorKernels.Norm(Row(means, 0)), 0.5f, 20);
    }

    [Fact]
    public void Pairs_of_texts_have_the_cosines_of_the_reference()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("goldens/minilm/pairs.json")));
        JsonElement[] pairs = [.. document.RootElement.EnumerateArray()];
        BytesColumn texts = Goldens.Column(pairs.SelectMany(pair => new[] { pair.GetProperty("a").GetString()!, pair.GetProperty("b").GetString()! }));
        float[] vectors = Embed(teachers.Float32, texts, threads: 2);
        for (int i = 0; i < pairs.Length; i++)
            Assert.Equal(pairs[i].GetProperty("cosine_f64").GetDouble(), VectorKernels.Dot(Row(vectors, 2 * i), Row(vectors, (2 * i) + 1)), 2e-6);
    }

    [Theory]
    [InlineData(ModelPrecision.Fp32)]
    [InlineData(ModelPrecision.Int8)]
    public void Two_login_tickets_are_nearer_to_each_other_than_to_a_payment_ticket(ModelPrecision precision)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("goldens/minilm/three_tickets.json")));
        BytesColumn texts = Goldens.Column(document.RootElement.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!));
        float[] vectors = Embed(teachers.Of(precision), texts, threads: 1);
        Assert.Equal(0.614, VectorKernels.Dot(Row(vectors, 0), Row(vectors, 1)), precision == ModelPrecision.Int8 ? 0.05 : 0.0005);
        Assert.InRange(VectorKernels.Dot(Row(vectors, 0), Row(vectors, 2)), 0, 0.35);
        Assert.InRange(VectorKernels.Dot(Row(vectors, 1), Row(vectors, 2)), 0, 0.35);
    }

    [Theory]
    [InlineData(ModelPrecision.Fp32)]
    [InlineData(ModelPrecision.Int8)]
    public void A_vector_depends_on_its_text_alone_not_on_threads_order_or_company(ModelPrecision precision)
    {
        string[] texts = [.. MixedTexts(precision == ModelPrecision.Int8 ? 150 : 60)];
        SentenceTransformer teacher = teachers.Of(precision);
        float[] expected = Embed(teacher, Goldens.Column(texts), threads: 1);
        foreach (int threads in new[] { 2, 3 })
        {
            int[] order = [.. Enumerable.Range(0, texts.Length)];
            new Random(threads).Shuffle(order);
            float[] vectors = Embed(teacher, Goldens.Column(order.Select(row => texts[row])), threads);
            for (int i = 0; i < order.Length; i++) Assert.True(Row(vectors, i).SequenceEqual(Row(expected, order[i])), $"{threads} threads: {texts[order[i]]}");
        }

        // and in a model opened anew, all alone
        using SentenceTransformer other = SentenceTransformerFixture.Open(precision);
        Assert.Equal(Row(expected, 7).ToArray(), Embed(other, Goldens.Column([texts[7]]), threads: 1));
    }

    [Theory]
    [InlineData(ModelPrecision.Fp32)]
    [InlineData(ModelPrecision.Int8)]
    public void Vectors_have_length_one(ModelPrecision precision)
    {
        float[] vectors = Embed(teachers.Of(precision), Goldens.Column(MixedTexts(20)), threads: 2);
        for (int row = 0; row < 20; row++) Assert.Equal(1, VectorKernels.Norm(Row(vectors, row)), 1e-6);
    }

    [Fact]
    public void A_text_of_100000_words_is_cut_to_what_the_model_takes()
    {
        string words = string.Join(' ', Enumerable.Range(0, 100_000).Select(i => $"word{i}"));
        float[] vectors = Embed(teachers.Int8, Goldens.Column([words, words[..4000]]), threads: 2);
        Assert.Equal(Row(vectors, 1).ToArray(), Row(vectors, 0).ToArray());
    }

    [Fact]
    public void Every_row_is_reported_once_and_one_report_at_a_time()
    {
        BytesColumn texts = Goldens.Column(MixedTexts(100));
        var vectors = new float[texts.Count * Dimensions];
        List<int> reported = [];
        int inside = 0;
        teachers.Int8.Embed(texts, vectors, new EmbedOptions
        {
            Threads = 3,
            Completed = rows =>
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                Assert.InRange(rows.Length, 1, 32);
                foreach (int row in rows.Span)
                {
                    Assert.Equal(1, VectorKernels.Norm(Row(vectors, row)), 1e-6);
                    reported.Add(row);
                }

                Interlocked.Decrement(ref inside);
            },
        });
        Assert.Equal(Enumerable.Range(0, 100), reported.Order());
    }

    [Fact]
    public void Cancelling_stops_soon_and_what_was_reported_is_complete()
    {
        BytesColumn texts = Goldens.Column(MixedTexts(2000));
        var vectors = new float[texts.Count * Dimensions];
        using CancellationTokenSource source = new();
        HashSet<int> reported = [];
        Assert.Throws<OperationCanceledException>(() => teachers.Int8.Embed(texts, vectors, new EmbedOptions
        {
            Threads = 2,
            Cancellation = source.Token,
            Completed = rows =>
            {
                foreach (int row in rows.Span) Assert.True(reported.Add(row));
                source.Cancel();
            },
        }));
        Assert.InRange(reported.Count, 32, 200);
        int[] some = [.. reported.Order().Take(5)];
        float[] expected = Embed(teachers.Int8, Goldens.Column(some.Select(texts.GetString)), threads: 1);
        for (int i = 0; i < some.Length; i++) Assert.Equal(Row(expected, i).ToArray(), Row(vectors, some[i]).ToArray());
    }

    [Fact]
    public void A_fault_of_whoever_keeps_the_rows_ends_the_call_with_that_fault()
    {
        BytesColumn texts = Goldens.Column(MixedTexts(200));
        int calls = 0;
        EmbedOptions options = new()
        {
            Threads = 2,
            Completed = _ =>
            {
                Interlocked.Increment(ref calls);
                throw new InvalidOperationException("disk full");
            },
        };
        var fault = Assert.Throws<InvalidOperationException>(() => teachers.Int8.Embed(texts, new float[texts.Count * Dimensions], options));
        Assert.Equal("disk full", fault.Message);
        Assert.InRange(calls, 1, 2);
    }

    [Fact]
    public void No_texts_are_no_work()
    {
        teachers.Int8.Embed(new BytesColumn(), Memory<float>.Empty, new EmbedOptions { Threads = 2 });
        Assert.Throws<ArgumentException>(() => teachers.Int8.Embed(Goldens.Column(["a"]), new float[383], new EmbedOptions()));
    }

    [Fact]
    public void The_name_of_a_model_has_its_revision_and_precision()
    {
        Assert.Equal("all-MiniLM-L6-v2@b7fffd901c3e/int8", teachers.Int8.Model);
        Assert.Equal("all-MiniLM-L6-v2@a06695afb75b/fp32", teachers.Float32.Model);
        Assert.Equal(Dimensions, teachers.Int8.Dimensions);
        Assert.Equal("b7fffd901c3ec775b5aba60b6024c4d20e14b7296b0d2f8cee46241d5157afef", teachers.Int8.Sha256);
    }

    private static float[] Embed(SentenceTransformer teacher, BytesColumn texts, int threads)
    {
        var vectors = new float[texts.Count * Dimensions];
        teacher.Embed(texts, vectors, new EmbedOptions { Threads = threads });
        return vectors;
    }

    private static ReadOnlySpan<float> Row(ReadOnlySpan<float> vectors, int row) => vectors.Slice(row * Dimensions, Dimensions);

    private static ReadOnlySpan<float> GoldenVectors() => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Shared.Path("goldens/minilm/embeddings.f32")));

    private static BytesColumn GoldenTexts(out string[] groups)
    {
        string[] cases = [.. Goldens.Cases().Select(row => row.GetProperty("text").GetString()!)];
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("goldens/minilm/texts.json")));
        groups = [.. document.RootElement.EnumerateArray().Select(text => text.GetProperty("group").GetString()!)];
        return Goldens.Column(document.RootElement.EnumerateArray().Select(text =>
            text.GetProperty("text").GetString() ?? cases[text.GetProperty("wordpiece_case").GetInt32()]));
    }

    /// <summary>Short questions with a few long texts among them.</summary>
    private static IEnumerable<string> MixedTexts(int count)
    {
        string[] questions = [.. File.ReadLines(Shared.Path("data/banking77/test.csv")).Skip(1).Take(count)];
        return questions.Select((question, row) => row % 20 == 13 ? string.Join(' ', questions.Take(6)) : question);
    }
}
