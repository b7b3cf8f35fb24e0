using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Catalogue;
using Earshot.Inference.Generators;
using Earshot.Inference.Students;
using Earshot.Inference.Teachers;
using Earshot.Numerics.Vectors;
using Microsoft.Extensions.AI;

namespace Earshot.Tests.Inference;

public sealed class EmbeddingGeneratorTests
{
    private static readonly string[] Texts = ["my card was declined", "", "the app crashes on start", "my card was declined", " \n"];

    [Fact]
    public async Task The_student_gives_any_program_its_vectors_in_order_and_zeros_for_texts_without_a_word()
    {
        using IEmbeddingGenerator<string, Embedding<float>> generator = Student.General.AsIEmbeddingGenerator();
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(Texts);
        Assert.Equal(Texts.Length, embeddings.Count);
        var expected = new float[384];
        Student.General.CreateEncoder().EncodeFloat("the app crashes on start"u8, expected);
        Assert.InRange(VectorKernels.CosineSimilarity(expected, embeddings[2].Vector.Span), 0.9999f, 1.00001f);
        Assert.Equal(embeddings[0].Vector.ToArray(), embeddings[3].Vector.ToArray());
        Assert.Equal(new float[384], embeddings[1].Vector.ToArray());
        Assert.Equal(new float[384], embeddings[4].Vector.ToArray());
        Assert.All(embeddings, embedding => Assert.StartsWith("student-general@", embedding.ModelId));
    }

    [Fact]
    public async Task The_teacher_gives_any_program_the_vectors_that_it_gives_the_pipeline()
    {
        using var teacher = SentenceTransformer.Open(SentenceTransformerFixture.Folder, ModelPrecision.Int8, OnnxLibrary.Path);
        var expected = new float[2 * 384];
        teacher.Embed(Goldens.Column([Texts[0], Texts[2]]), expected, new EmbedOptions());
        using IEmbeddingGenerator<string, Embedding<float>> generator = teacher.AsIEmbeddingGenerator(threads: 2);
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(Texts);
        Assert.Equal(expected.AsSpan(0, 384).ToArray(), embeddings[0].Vector.ToArray());
        Assert.Equal(expected.AsSpan(384).ToArray(), embeddings[2].Vector.ToArray());
        Assert.Equal(expected.AsSpan(0, 384).ToArray(), embeddings[3].Vector.ToArray());
        Assert.Equal(new float[384], embeddings[1].Vector.ToArray());
    }

    [Fact]
    public void A_generator_says_what_it_is()
    {
        StudentModel student = new(Student.General);
        using IEmbeddingGenerator<string, Embedding<float>> generator = student.AsIEmbeddingGenerator();
        EmbeddingGeneratorMetadata metadata = generator.GetRequiredService<EmbeddingGeneratorMetadata>();
        Assert.Equal(("earshot", student.Model, (int?)384), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(student, generator.GetService<IEmbeddingModel>());
        Assert.Same(generator, generator.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.Null(generator.GetService<SentenceTransformer>());
        Assert.Null(generator.GetService(typeof(IEmbeddingModel), "another"));
    }

    [Fact]
    public async Task Nothing_in_gives_nothing_out()
    {
        using IEmbeddingGenerator<string, Embedding<float>> generator = new CountingModel().AsIEmbeddingGenerator();
        Assert.Empty(await generator.GenerateAsync(Array.Empty<string>()));
        await Assert.ThrowsAsync<ArgumentNullException>(() => generator.GenerateAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => generator.GenerateAsync(["a", null!]));
    }

    [Fact]
    public async Task Each_text_goes_to_the_model_once_and_empty_ones_never()
    {
        CountingModel model = new();
        using IEmbeddingGenerator<string, Embedding<float>> generator = model.AsIEmbeddingGenerator();
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(["aa", "", "b", "aa"]);
        Assert.Equal(2, model.Texts);
        Assert.Equal([2, 0, 1, 2], embeddings.Select(embedding => embedding.Vector.Span[0]));
    }

    [Fact]
    public async Task Calls_at_the_same_time_take_turns()
    {
        CountingModel model = new();
        using IEmbeddingGenerator<string, Embedding<float>> generator = model.AsIEmbeddingGenerator();
        GeneratedEmbeddings<Embedding<float>>[] all = await Task.WhenAll(
            Enumerable.Range(1, 20).Select(length => generator.GenerateAsync([new string('a', length)])));
        Assert.Equal(Enumerable.Range(1, 20).Select(length => (float)length), all.Select(embeddings => embeddings[0].Vector.Span[0]));
    }

    [Fact]
    public async Task What_a_model_can_not_do_is_refused_rather_than_ignored()
    {
        using IEmbeddingGenerator<string, Embedding<float>> generator = new CountingModel().AsIEmbeddingGenerator();
        NotSupportedException fault = await Assert.ThrowsAsync<NotSupportedException>(
            () => generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 256 }));
        Assert.Equal("counting@1 gives vectors of 2 numbers, not 256", fault.Message);
        fault = await Assert.ThrowsAsync<NotSupportedException>(() => generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { ModelId = "other" }));
        Assert.Equal("this generator runs counting@1, not other", fault.Message);
    }

    [Fact]
    public async Task Cancelling_reaches_the_model()
    {
        using CancellationTokenSource source = new();
        using IEmbeddingGenerator<string, Embedding<float>> generator = new CountingModel { Before = source.Cancel }.AsIEmbeddingGenerator();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(["a"], cancellationToken: source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(["a"], cancellationToken: source.Token));
    }

    [Fact]
    public void Disposing_the_generator_disposes_its_model()
    {
        CountingModel model = new();
        model.AsIEmbeddingGenerator().Dispose();
        Assert.True(model.Disposed);
    }

    /// <summary>Gives the length of each text; refuses two calls at a time.</summary>
    private sealed class CountingModel : IEmbeddingModel
    {
        private int _inside;

        public string Model => "counting@1";

        public int Dimensions => 2;

        public int Texts { get; private set; }

        public bool Disposed { get; private set; }

        public Action Before { get; init; } = () => { };

        public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options)
        {
            Assert.Equal(1, Interlocked.Increment(ref _inside));
            Before();
            options.Cancellation.ThrowIfCancellationRequested();
            Texts += texts.Count;
            for (int row = 0; row < texts.Count; row++) vectors.Span[row * 2] = texts[row].Length;
            Interlocked.Decrement(ref _inside);
        }

        public void Dispose() => Disposed = true;
    }
}
