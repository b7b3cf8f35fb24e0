using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Microsoft.Extensions.AI;

namespace Earshot.Inference.Generators;

/// <summary>Microsoft.Extensions.AI's port, over one of Earshot's models.</summary>
internal sealed class EmbeddingGenerator(IEmbeddingModel model, int threads) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("earshot", providerUri: null, model.Model, model.Dimensions);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } dimensions && dimensions != model.Dimensions)
            throw new NotSupportedException($"{model.Model} gives vectors of {model.Dimensions} numbers, not {dimensions}");
        if (options?.ModelId is { } asked && asked != model.Model) throw new NotSupportedException($"this generator runs {model.Model}, not {asked}");

        // Rows of the distinct texts; −1 for a text without a word.
        BytesColumn texts = new();
        Dictionary<string, int> rowOfText = new(StringComparer.Ordinal);
        List<int> rows = [];
        foreach (string value in values)
        {
            ArgumentNullException.ThrowIfNull(value, nameof(values));
            if (string.IsNullOrWhiteSpace(value))
            {
                rows.Add(-1);
                continue;
            }

            if (rowOfText.TryAdd(value, texts.Count)) texts.Append(value);
            rows.Add(rowOfText[value]);
        }

        var vectors = new float[checked(texts.Count * model.Dimensions)];
        EmbedOptions embedding = new() { Threads = threads, Cancellation = cancellationToken };
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (texts.Count > 0) await Task.Run(() => model.Embed(texts, vectors, embedding), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }

        return [.. rows.Select(row => new Embedding<float>(VectorOf(row)) { ModelId = model.Model })];

        // each text has memory of its own, as callers may write to it or keep one of thousands
        float[] VectorOf(int row) => row < 0 ? new float[model.Dimensions] : vectors.AsSpan(row * model.Dimensions, model.Dimensions).ToArray();
    }

    /// <summary>This generator, its metadata, or the model under it.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return _metadata;
        return serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(model) ? model : null;
    }

    public void Dispose()
    {
        model.Dispose();
        _turn.Dispose();
    }
}
