using Earshot.Inference.Tokenizing;
using Earshot.Numerics.LeastSquares;

namespace Earshot.Inference.Students;

/// <summary>
/// The columns of a student's least-squares problem: one for each token id that has a row, then one for each listed bigram. The bias, token 101,
/// counts once in every text.
/// </summary>
internal sealed class StudentFeatures
{
    private readonly ushort[] _tokens;
    private readonly uint[] _bigrams;
    private readonly int[] _columnOfToken = new int[WordPieceTokenizer.VocabularySize];
    private readonly BigramTable _columnOfBigram;

    /// <summary>Takes the lists; nothing is copied.</summary>
    /// <param name="tokens">Token ids, ascending, 101 among them.</param>
    /// <param name="bigrams">Keys of bigrams (<see cref="AdjacentPairs"/>), ascending.</param>
    public StudentFeatures(ushort[] tokens, uint[] bigrams)
    {
        (_tokens, _bigrams) = (tokens, bigrams);
        _columnOfToken.AsSpan().Fill(-1);
        for (int column = 0; column < tokens.Length; column++) _columnOfToken[tokens[column]] = column;
        _columnOfBigram = new BigramTable(bigrams, firstRow: tokens.Length);
    }

    /// <summary>Token ids of the first columns.</summary>
    public ReadOnlySpan<ushort> Tokens => _tokens;

    /// <summary>Keys of the columns after them.</summary>
    public ReadOnlySpan<uint> Bigrams => _bigrams;

    /// <summary>Columns.</summary>
    public int Count => _tokens.Length + _bigrams.Length;

    /// <summary>A: texts × columns, A_ij = (occurrences of j in text i) / √(n_i + 1), n_i = tokens of text i; columns ascend within a row.</summary>
    public SparseRows Assemble(TokenizedTexts texts)
    {
        int[] starts = new int[texts.Count + 1];
        List<int> columns = new(texts.TokenCount * 2);
        List<float> values = new(texts.TokenCount * 2);
        int[] found = new int[2 * Student.LongestText];
        for (int text = 0; text < texts.Count; text++)
        {
            Span<int> sorted = found.AsSpan(0, Find(texts[text], found));
            sorted.Sort();
            float weight = 1 / MathF.Sqrt(texts[text].Length + 1);
            for (int first = 0, end; first < sorted.Length; first = end)
            {
                for (end = first + 1; end < sorted.Length && sorted[end] == sorted[first];) end++;
                columns.Add(sorted[first]);
                values.Add((end - first) * weight);
            }

            starts[text + 1] = columns.Count;
        }

        return new SparseRows(starts, [.. columns], [.. values], Count);
    }

    /// <summary>
    /// 1 / max(q, 0.3 · mean q) for pooled lengths q: as factors of the rows they bring the squared error near the cosine, and keep a
    /// text whose rows cancel from outweighing all others.
    /// </summary>
    public static float[] RowWeights(ReadOnlySpan<float> lengths)
    {
        const double LeastShareOfMean = 0.3;
        double sum = 0;
        foreach (float length in lengths) sum += length;
        double least = LeastShareOfMean * sum / Math.Max(1, lengths.Length);
        float[] weights = new float[lengths.Length];
        for (int i = 0; i < weights.Length; i++) weights[i] = least > 0 ? (float)(1 / Math.Max(lengths[i], least)) : 1;
        return weights;
    }

    private int Find(ReadOnlySpan<ushort> ids, Span<int> found)
    {
        int count = 0;
        found[count++] = _columnOfToken[WordPieceTokenizer.ClassifyId];
        foreach (ushort id in ids)
            if (_columnOfToken[id] is >= 0 and var column) found[count++] = column;
        for (int i = 1; i < ids.Length; i++)
            if (_columnOfBigram.Find(ids[i - 1], ids[i]) is >= 0 and var column) found[count++] = column;
        return count;
    }
}
