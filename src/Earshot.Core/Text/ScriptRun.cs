using System.Text;

namespace Earshot.Core.Text;

/// <summary>Characters outside ASCII: which script they belong to, and what that says about the language.</summary>
internal static class ScriptRun
{
    /// <summary>Points for a letter that only a few languages use.</summary>
    private const int LetterWeight = 4;

    /// <summary>
    /// Reads one character at <paramref name="utf8"/>[0] and gives its length in bytes. Latin letters are added to the word in lower case; anything else
    /// is counted by script and, like punctuation, is not part of a word.
    /// </summary>
    public static int Step(ReadOnlySpan<byte> utf8, ref ulong word, ref int length, ref LanguageGuess.Tally tally)
    {
        Rune.DecodeFromUtf8(utf8, out Rune rune, out int consumed);
        int codePoint = rune.Value;
        if (codePoint is >= 0xC0 and < 0x250 or >= 0x1EA0 and < 0x1F00)
        {
            int lower = codePoint == 0x130 ? 'i' : Rune.ToLowerInvariant(rune).Value;
            uint languages = LanguageTable.LettersOf(lower);
            if (languages != 0) tally.Add(languages, languages == (languages & (0 - languages)) ? 2 * LetterWeight : LetterWeight);
            // Two bytes of UTF-8, three for Vietnamese: the same packing as the word table's.
            if (lower >= 0x800) word = word << 24 | (uint)(0xE08080 | (lower >> 12 << 16) | ((lower >> 6 & 63) << 8) | (lower & 63));
            else if (lower >= 0x80) word = word << 16 | (uint)(0xC080 | (lower >> 6 << 8) | (lower & 63));
            else word = word << 8 | (byte)lower;
            length += lower >= 0x800 ? 3 : lower >= 0x80 ? 2 : 1;
            return consumed;
        }

        Count(codePoint, ref tally);
        if (length != 0)
        {
            tally.LatinLetters += length;
            tally.Word(word, length);
            word = 0;
            length = 0;
        }

        return consumed;
    }

    /// <summary>The language of everything counted.</summary>
    public static byte Decide(ref LanguageGuess.Tally tally)
    {
        // A few foreign words (a product's name) in a text of another script do not change its language.
        if (tally.NonLatin * 3 > tally.LatinLetters) return Index(NonLatin(ref tally));
        int best = tally.Best();
        return best < 0 ? LanguageGuess.Undetermined : (byte)(best + 1);
    }

    private static byte Index(string code)
    {
        for (int i = LanguageTable.LatinCount + 1; i < LanguageGuess.Codes.Count; i++)
            if (LanguageGuess.Codes[i] == code) return (byte)i;
        return LanguageGuess.Undetermined;
    }

    private static string NonLatin(ref LanguageGuess.Tally tally)
    {
        ReadOnlySpan<int> counts =
        [
            tally.Cyrillic, tally.Greek, tally.Arabic, tally.Hebrew, tally.Devanagari, tally.Bengali, tally.Tamil, tally.Thai, tally.Han + tally.Kana,
            tally.Hangul,
        ];
        int best = 0;
        for (int i = 1; i < counts.Length; i++)
            if (counts[i] > counts[best]) best = i;
        return best switch
        {
            0 => tally.Ukrainian > tally.Russian ? "uk" : tally.Bulgarian > 0 && tally.Russian == 0 ? "bg" : "ru",
            1 => "el",
            2 => tally.Persian > 0 ? "fa" : "ar",
            3 => "he",
            4 => "hi",
            5 => "bn",
            6 => "ta",
            7 => "th",
            8 => tally.Kana > 0 ? "ja" : "zh",
            _ => "ko",
        };
    }

    private static void Count(int codePoint, ref LanguageGuess.Tally tally)
    {
        switch (codePoint)
        {
            case >= 0x370 and < 0x400: tally.Greek++; break;
            case >= 0x400 and < 0x530:
                tally.Cyrillic++;
                if (codePoint is 0x404 or 0x406 or 0x407 or 0x454 or 0x456 or 0x457 or 0x490 or 0x491) tally.Ukrainian++;
                else if (codePoint is 0x42B or 0x42D or 0x44B or 0x44D or 0x401 or 0x451) tally.Russian++;
                else if (codePoint is 0x42A or 0x44A) tally.Bulgarian++;
                break;
            case >= 0x590 and < 0x600: tally.Hebrew++; break;
            case >= 0x600 and < 0x780:
                tally.Arabic++;
                if (codePoint is 0x67E or 0x686 or 0x698 or 0x6A9 or 0x6AF or 0x6CC) tally.Persian++;
                break;
            case >= 0x900 and < 0x980: tally.Devanagari++; break;
            case >= 0x980 and < 0xA00: tally.Bengali++; break;
            case >= 0xB80 and < 0xC00: tally.Tamil++; break;
            case >= 0xE00 and < 0xE80: tally.Thai++; break;
            case >= 0x3041 and < 0x3100: tally.Kana++; break;
            case >= 0x3400 and < 0xA000 or >= 0xF900 and < 0xFB00 or >= 0x20000 and < 0x30000: tally.Han++; break;
            case >= 0x1100 and < 0x1200 or >= 0xAC00 and < 0xD7A4: tally.Hangul++; break;
        }
    }
}
