namespace Earshot.Core.Embeddings;

/// <summary>A uniform sample without replacement of the different texts that pass by: see <see cref="HashSample{T}"/>.</summary>
internal sealed class TextSampler(int wanted, ulong seed)
{
    private readonly HashSample<byte[]> _sample = new(wanted, seed);

    /// <summary>The sample, as good as shuffled: hash and text.</summary>
    internal IReadOnlyList<HashSample<byte[]>.Candidate> Drawn() => _sample.Drawn();

    /// <summary>Offers a text; empty ones are passed over.</summary>
    internal void Offer(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        ulong hash = StableHash.Of(text);
        if (_sample.Wants(hash)) _sample.Add(hash, text.ToArray());
    }

    /// <summary>Offers what another sampler with the same seed kept.</summary>
    internal void Merge(TextSampler other) => _sample.Merge(other._sample);
}
