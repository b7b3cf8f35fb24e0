using Earshot.Core.Columns;
using Earshot.Inference.Tokenizing;

namespace Earshot.Inference.Students;

/// <summary>The token ids of many texts, end to end: without [CLS] and [SEP], of each text the first 254.</summary>
internal sealed class TokenizedTexts
{
    private readonly ushort[] _ids;
    private readonly int[] _ends;

    private TokenizedTexts(ushort[] ids, int[] ends) => (_ids, _ends) = (ids, ends);

    /// <summary>Texts.</summary>
    public int Count => _ends.Length;

    /// <summary>Tokens of all texts together.</summary>
    public int TokenCount => _ids.Length;

    /// <summary>The ids of a text.</summary>
    public ReadOnlySpan<ushort> this[int text]
    {
        get
        {
            int start = text == 0 ? 0 : _ends[text - 1];
            return _ids.AsSpan(start, _ends[text] - start);
        }
    }

    /// <summary>Tokenises every row, in order.</summary>
    /// <param name="texts">UTF-8.</param>
    public static TokenizedTexts Of(BytesColumn texts)
    {
        WordPieceTokenizer tokenizer = new();
        ushort[] ids = new ushort[Math.Max(Student.LongestText, texts.ByteCount / 4)];
        int[] ends = new int[texts.Count];
        int count = 0;
        for (int row = 0; row < ends.Length; row++)
        {
            if (ids.Length - count < Student.LongestText) Array.Resize(ref ids, checked((ids.Length * 2) + Student.LongestText));
            count += tokenizer.Tokenize(texts[row], ids.AsSpan(count, Student.LongestText));
            ends[row] = count;
        }

        return new TokenizedTexts(ids.AsSpan(0, count).ToArray(), ends);
    }

    /// <summary>Chosen texts, in the order of <paramref name="chosen"/>.</summary>
    public TokenizedTexts Select(ReadOnlySpan<int> chosen)
    {
        int[] ends = new int[chosen.Length];
        int count = 0;
        for (int i = 0; i < ends.Length; i++) ends[i] = count += this[chosen[i]].Length;
        ushort[] ids = new ushort[count];
        for (int i = 0; i < ends.Length; i++) this[chosen[i]].CopyTo(ids.AsSpan(i == 0 ? 0 : ends[i - 1]));
        return new TokenizedTexts(ids, ends);
    }

    /// <summary>How often each id of the vocabulary occurs.</summary>
    public int[] CountIds()
    {
        int[] counts = new int[WordPieceTokenizer.VocabularySize];
        foreach (ushort id in _ids) counts[id]++;
        return counts;
    }
}
