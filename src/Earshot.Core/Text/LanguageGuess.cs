using System.Numerics;

namespace Earshot.Core.Text;

/// <summary>
/// The language of a text, guessed cheaply enough for ten million of them: by script, and for Latin letters by frequent words, rare letters and word
/// endings of the first kilobyte, stopping as soon as one language is clearly ahead. No allocation. Bags of lower-case words without grammar are
/// understood; single words shared by several languages are given to the first of them in <see cref="Codes"/>.
/// </summary>
public static class LanguageGuess
{
    /// <summary>Index of "und": empty, no letters, or no known word.</summary>
    public const byte Undetermined = 0;

    // A kilobyte says as much as a book; it also bounds the work for hostile texts.
    private const int Horizon = 1024;
    private const int MinimumScore = 3;
    private const int SureScore = 36;
    private const int SureLead = 20;

    private static readonly string[] AllCodes =
    [
        "und", .. LanguageWords.Latin.Select(static language => language.Code),
        "ru", "uk", "bg", "el", "ar", "fa", "he", "hi", "bn", "ta", "th", "zh", "ja", "ko",
    ];

    /// <summary>All codes (ISO 639-1, and "und"), by index.</summary>
    public static IReadOnlyList<string> Codes => AllCodes;

    /// <summary>The code of an index that <see cref="Of"/> gave.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public static string Code(byte index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, AllCodes.Length);
        return AllCodes[index];
    }

    /// <summary>Index into <see cref="Codes"/> of the language of <paramref name="utf8"/>. Bytes that are not UTF-8 do no harm.</summary>
    public static byte Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Horizon) utf8 = utf8[..Horizon];
        Span<int> scores = stackalloc int[LanguageTable.LatinCount];
        scores.Clear();
        Tally tally = new() { Scores = scores };
        int at = 0;
        while (at < utf8.Length)
        {
            ulong word = 0;
            int length = 0;
            while (at < utf8.Length)
            {
                byte lower = LanguageTable.LetterOf(utf8[at]);
                if (lower == 0) break;
                word = word << 8 | lower;
                length++;
                at++;
            }

            if (at < utf8.Length && utf8[at] >= 0x80)
            {
                at += ScriptRun.Step(utf8[at..], ref word, ref length, ref tally);
                // Letters such as é continue the word; Step has added them to it.
                while (at < utf8.Length && length != 0)
                {
                    byte lower = LanguageTable.LetterOf(utf8[at]);
                    if (lower != 0)
                    {
                        word = word << 8 | lower;
                        length++;
                        at++;
                    }
                    else if (utf8[at] >= 0x80) at += ScriptRun.Step(utf8[at..], ref word, ref length, ref tally);
                    else break;
                }
            }
            else at++;

            if (length == 0) continue;
            tally.LatinLetters += length;
            if (tally.Word(word, length)) break;
        }

        return ScriptRun.Decide(ref tally);
    }

    /// <summary>What has been counted of a text.</summary>
    internal ref struct Tally
    {
        public Span<int> Scores;
        public int LatinLetters;
        public int Cyrillic, Ukrainian, Russian, Bulgarian, Greek, Arabic, Persian, Hebrew, Devanagari, Bengali, Tamil, Thai, Han, Kana, Hangul;

        /// <summary>Scores a word; true when one language is so far ahead that the rest need not be read.</summary>
        public bool Word(ulong word, int length)
        {
            uint languages = LanguageTable.Languages(word, length);
            if (languages == 0) return false;
            int weight = LanguageTable.Weight(BitOperations.PopCount(languages));
            return Add(languages, weight) && Lead();
        }

        /// <summary>Adds to each language of the set; true when one has reached the score that may end the reading.</summary>
        public bool Add(uint languages, int weight)
        {
            bool high = false;
            for (; languages != 0; languages &= languages - 1)
                high |= (Scores[BitOperations.TrailingZeroCount(languages)] += weight) >= SureScore;
            return high;
        }

        public readonly int NonLatin =>
            Cyrillic + Greek + Arabic + Hebrew + Devanagari + Bengali + Tamil + Thai + (2 * (Han + Kana + Hangul));

        /// <summary>The best Latin language: its position, or -1 when nothing was recognised.</summary>
        public readonly int Best()
        {
            int best = 0;
            for (int i = 1; i < Scores.Length; i++)
                if (Scores[i] > Scores[best]) best = i;
            return Scores[best] >= MinimumScore ? best : -1;
        }

        private readonly bool Lead()
        {
            if (NonLatin != 0) return false;
            int best = 0;
            int second = 0;
            foreach (int score in Scores)
            {
                if (score > best) (best, second) = (score, best);
                else if (score > second) second = score;
            }

            return best - second >= SureLead;
        }
    }
}
