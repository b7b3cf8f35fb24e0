using Earshot.Inference.Students;
using Earshot.Inference.Tokenizing;
using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Training;

/// <summary>
/// Where the fit of token rows starts: what the teacher says of each token alone, frequent ones weighted down (smooth inverse frequency), turned by
/// the linear map that brings the pooled vectors of the texts nearest to the teacher's.
/// </summary>
internal static class IsolatedTokenStart
{
    /// <summary>Rows of the tokens of <paramref name="features"/>: tokens × 384.</summary>
    /// <param name="features">Tokens alone, no bigrams.</param>
    /// <param name="texts">The texts fitted to.</param>
    /// <param name="vectors">Their teacher vectors.</param>
    /// <param name="means">The teacher's means of the vocabulary: ids × 384.</param>
    public static float[] Rows(
        StudentFeatures features, TokenizedTexts texts, FloatMatrix vectors, FloatMatrix means, StudentTrainingOptions options, CancellationToken cancellation)
    {
        FloatMatrix weighted = new(Weighted(features, texts, means, options.HalfWeightShare), means.Dimensions);
        FloatMatrix pooled = new(features.Assemble(texts).Multiply(weighted, options.Threads, cancellation), means.Dimensions);
        double trace = 0; // of PᵀP
        for (int text = 0; text < pooled.Count; text++) trace += StudentQuality.SquaredLength(pooled[text]);
        float[] map = LinearMap.Fit(pooled, vectors, options.MapRidge * trace / means.Dimensions, threads: options.Threads, cancellation: cancellation);
        return LinearMap.Apply(weighted, new FloatMatrix(map, means.Dimensions), options.Threads, cancellation);
    }

    private static float[] Weighted(StudentFeatures features, TokenizedTexts texts, FloatMatrix means, double half)
    {
        int[] counts = texts.CountIds();
        counts[WordPieceTokenizer.ClassifyId] += texts.Count;

        // [CLS] and [SEP] count among all tokens, once a text.
        double total = texts.TokenCount + (2.0 * texts.Count);
        float[] weighted = new float[features.Tokens.Length * means.Dimensions];
        for (int row = 0; row < features.Tokens.Length; row++)
        {
            double weight = half / (half + (counts[features.Tokens[row]] / total));
            ReadOnlySpan<float> mean = means[features.Tokens[row]];
            Span<float> to = weighted.AsSpan(row * means.Dimensions, means.Dimensions);
            for (int i = 0; i < to.Length; i++) to[i] = (float)(mean[i] * weight);
        }

        return weighted;
    }
}
