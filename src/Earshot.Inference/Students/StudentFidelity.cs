using Earshot.Inference.Tokenizing;

namespace Earshot.Inference.Students;

/// <summary>What is known of a text's vector without its teacher, each a sign of how near it is.</summary>
/// <param name="Length">‖x‖ before it is brought to unit length; about 1 on the sample.</param>
/// <param name="Tokens">n.</param>
/// <param name="Rarity">Mean over the tokens of 1 / (1 + occurrences in the sample); 1 for a text without tokens.</param>
/// <param name="BigramShare">Bigrams that have a row, per token.</param>
/// <param name="Centrality">z · mean z of the sample.</param>
internal readonly record struct FidelitySignals(float Length, int Tokens, float Rarity, float BigramShare, float Centrality)
{
    /// <summary>Features that <see cref="Write"/> gives.</summary>
    public const int FeatureCount = 6;

    /// <summary>1, ‖x‖, ln(n + 1), rarity, bigram share, centrality.</summary>
    public void Write(Span<double> features)
    {
        features[0] = 1;
        features[1] = Length;
        features[2] = Math.Log(Tokens + 1);
        features[3] = Rarity;
        features[4] = BigramShare;
        features[5] = Centrality;
    }
}

/// <summary>Predicts the cosine of an adapted student's vector to the teacher's: a linear function of <see cref="FidelitySignals"/>. Immutable.</summary>
internal sealed class StudentFidelity
{
    private readonly float[] _rarity = new float[WordPieceTokenizer.VocabularySize];
    private readonly double[] _coefficients;

    /// <summary>Takes the arrays; they must not be changed afterwards.</summary>
    /// <param name="tokens">Ids of the tokens that have a row.</param>
    /// <param name="counts">Occurrences of each in the sample.</param>
    /// <param name="mean">Mean of the unit vectors of the sample, 384 floats.</param>
    /// <param name="coefficients">One for each feature.</param>
    public StudentFidelity(ReadOnlySpan<ushort> tokens, uint[] counts, float[] mean, double[] coefficients)
    {
        (Counts, Mean, _coefficients) = (counts, mean, coefficients);
        _rarity.AsSpan().Fill(1);
        for (int i = 0; i < tokens.Length; i++) _rarity[tokens[i]] = 1 / (1 + (float)counts[i]);
    }

    /// <summary>Occurrences of each token that has a row in the sample.</summary>
    public uint[] Counts { get; }

    /// <summary>Mean of the unit vectors of the sample.</summary>
    public float[] Mean { get; }

    /// <summary>Mean over the tokens of 1 / (1 + occurrences in the sample); 1 without tokens.</summary>
    public float Rarity(ReadOnlySpan<ushort> ids)
    {
        if (ids.IsEmpty) return 1;
        float sum = 0;
        foreach (ushort id in ids) sum += _rarity[id];
        return sum / ids.Length;
    }

    /// <summary>The cosine to expect, −1 to 1.</summary>
    public float Predict(FidelitySignals signals)
    {
        Span<double> features = stackalloc double[FidelitySignals.FeatureCount];
        signals.Write(features);
        double sum = 0;
        for (int i = 0; i < features.Length; i++) sum += _coefficients[i] * features[i];
        return (float)Math.Clamp(sum, -1, 1);
    }
}
