using System.Text;
using Earshot.Numerics;

namespace Earshot.Inference.Training.Corpus;

/// <summary>Made-up tickets: a frame of <see cref="TicketFrames"/> with its slots filled.</summary>
internal sealed class TemplateTickets
{
    private readonly Dictionary<string, WordDraw> _slots = new(StringComparer.Ordinal);

    /// <summary>Tickets with the words of <paramref name="wordNet"/>, drawn in proportion to the square root of their frequency.</summary>
    public TemplateTickets(WordNet wordNet)
    {
        foreach ((string slot, IReadOnlyList<string> words) in TicketFrames.Slots)
            _slots.Add(slot, new WordDraw([.. words.Select(word => new WordFrequency(word, 1))]));
        _slots.Add("noun", new WordDraw(wordNet.Nouns));
        _slots.Add("verb", new WordDraw(wordNet.Verbs));
        _slots.Add("adjective", new WordDraw(wordNet.Adjectives));
    }

    /// <summary><paramref name="count"/> tickets, the frames in turn; the same for the same seed.</summary>
    public IEnumerable<string> Make(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            Fill(TicketFrames.Frames[i % TicketFrames.Frames.Count], text.Clear(), ref random);
            yield return text.ToString().TrimEnd();
        }
    }

    private void Fill(ReadOnlySpan<char> frame, StringBuilder text, ref SplitMix64 random)
    {
        while (frame.IndexOf('{') is var open and >= 0)
        {
            int close = frame.IndexOf('}');
            string word = _slots[frame[(open + 1)..close].ToString()].Next(ref random);
            text.Append(frame[..open]);
            if (frame[..open].EndsWith(" a ") && "aeiou".Contains(word[0], StringComparison.Ordinal)) text.Insert(text.Length - 1, 'n');
            text.Append(word);
            frame = frame[(close + 1)..];
        }

        text.Append(frame);
    }

    private sealed class WordDraw
    {
        private readonly string[] _words;
        private readonly double[] _ends;

        public WordDraw(IReadOnlyList<WordFrequency> words)
        {
            _words = [.. words.Select(word => word.Word)];
            _ends = new double[words.Count];
            double sum = 0;
            for (int i = 0; i < _ends.Length; i++) _ends[i] = sum += Math.Sqrt(words[i].Count);
        }

        public string Next(ref SplitMix64 random)
        {
            int found = Array.BinarySearch(_ends, random.NextDouble() * _ends[^1]);
            return _words[Math.Min(found < 0 ? ~found : found + 1, _words.Length - 1)];
        }
    }
}
