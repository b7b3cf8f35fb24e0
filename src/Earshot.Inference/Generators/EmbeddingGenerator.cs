using Earshot.Core.Columns;
using Microsoft.Extensions.AI;

namespace Earshot.Inference.Generators;

/// <summary>Microsoft.Extensions.AI's port, over one of Earshot's models.</summary>
internal sealed class EmbeddingGenerator(IVectorSource source) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("earshot", providerUri: null, source.Model, source.Dimensions);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } dimensions && dimensions != source.Dimensions)
            throw new NotSupportedException($"{source.Model} gives vectors of {source.Dimensions} numbers, not {dimensions}");
        if (options?.ModelId is { } model && model != source.Model) throw new NotSupportedException($"this generator runs {source.Model}, not {model}");

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

        var vectors = new float[checked(texts.Count * source.Dimensions)];
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (texts.Count > 0) await Task.Run(() => source.Embed(texts, vectors, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }

        return [.. rows.Select(row => new Embedding<float>(VectorOf(row)) { ModelId = source.Model })];

        // each text has memory of its own, as callers may write to it or keep one of thousands
        float[] VectorOf(int row) => row < 0 ? new float[source.Dimensions] : vectors.AsSpan(row * source.Dimensions, source.Dimensions).ToArray();
    }

    /// <summary>This generator, its metadata, or the model under it.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return _metadata;
        return serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(source.Inner) ? source.Inner : null;
    }

    public void Dispose()
    {
        source.Dispose();
        _turn.Dispose();
    }
}
