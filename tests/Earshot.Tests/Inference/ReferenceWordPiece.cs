using System.Text;

namespace Earshot.Tests.Inference;

/// <summary>WordPiece as its definition reads, on strings, from vocab.txt and codepoints.json: the slow twin of the shipped tokeniser.</summary>
internal sealed class ReferenceWordPiece
{
    private static readonly string[] Specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly CodePoints _codePoints = CodePoints.Read();
    private readonly Dictionary<string, ushort> _vocabulary = [];

    public ReferenceWordPiece()
    {
        string[] lines = File.ReadAllText(Shared.Path("models/all-MiniLM-L6-v2/vocab.txt")).Split('\n');
        for (int id = 0; id < lines.Length - 1; id++) _vocabulary.Add(lines[id], (ushort)id);
    }

    public List<ushort> Tokenize(ReadOnlySpan<byte> utf8)
    {
        string text = Encoding.UTF8.GetString(utf8);
        List<ushort> ids = [];
        StringBuilder word = new();
        for (int at = 0; at < text.Length;)
        {
            if (Array.Find(Specials, special => string.CompareOrdinal(text, at, special, 0, special.Length) == 0) is { } found)
            {
                EndWord(word, ids);
                ids.Add(_vocabulary[found]);
                at += found.Length;
                continue;
            }

            var rune = Rune.GetRuneAt(text, at);
            at += rune.Utf16SequenceLength;
            string form = _codePoints.Replacement(rune.Value) ?? rune.ToString();
            switch (_codePoints.Kinds[rune.Value])
            {
                case Earshot.Inference.Tokenizing.CharacterKind.Word:
                    word.Append(form);
                    break;
                case Earshot.Inference.Tokenizing.CharacterKind.Space:
                    EndWord(word, ids);
                    break;
                case Earshot.Inference.Tokenizing.CharacterKind.Alone:
                    EndWord(word, ids);
                    word.Append(form);
                    EndWord(word, ids);
                    break;
            }
        }

        EndWord(word, ids);
        return ids;
    }

    private void EndWord(StringBuilder word, List<ushort> ids)
    {
        if (word.Length != 0) Split(word.ToString(), ids);
        word.Clear();
    }

    private void Split(string word, List<ushort> ids)
    {
        List<ushort> pieces = [];
        if (word.EnumerateRunes().Count() <= 100)
        {
            for (int start = 0; start < word.Length;)
            {
                int end = word.Length;
                ushort id = 0;
                while (end > start && !_vocabulary.TryGetValue((start == 0 ? "" : "##") + word[start..end], out id)) end--;
                if (end == start)
                {
                    pieces.Clear();
                    break;
                }

                pieces.Add(id);
                start = end;
            }
        }

        if (pieces.Count == 0) ids.Add(100);
        ids.AddRange(pieces);
    }
}
