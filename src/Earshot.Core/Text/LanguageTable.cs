using System.Text;

namespace Earshot.Core.Text;

/// <summary>
/// Words packed into 64 bits (the last eight bytes, marked when there were more) in an open-addressing table that gives the set of languages as bits.
/// </summary>
internal static class LanguageTable
{
    private const int Size = 8192;
    private const int MinimumForEnding = 5;
    private static readonly ulong[] Keys = new ulong[Size];
    private static readonly uint[] Sets = new uint[Size];
    private static readonly ulong[] EndingKeys = new ulong[256];
    private static readonly uint[] EndingSets = new uint[256];
    private static readonly byte[] Lower = new byte[256];
    private static readonly uint[] LetterSets = new uint[0x250];

    static LanguageTable()
    {
        for (int c = 'a'; c <= 'z'; c++) Lower[c] = Lower[c - 32] = (byte)c;
        for (int i = 0; i < LanguageWords.Latin.Length; i++)
        {
            string words = LanguageWords.Latin[i].Words.ReplaceLineEndings(" ").Replace('\'', ' ');
            foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Insert(Keys, Sets, Pack(word), 1u << i);
        }

        foreach ((string letters, string codes) in LanguageWords.Letters)
        {
            uint set = 0;
            foreach (string code in codes.Split(' ')) set |= Bit(code);
            foreach (char letter in letters) LetterSets[letter] |= set;
        }

        foreach ((string ending, string code) in LanguageWords.Endings) Insert(EndingKeys, EndingSets, Pack(ending), Bit(code));
    }

    public static int LatinCount => LanguageWords.Latin.Length;

    /// <summary>The lower-case ASCII letter of a byte, or 0.</summary>
    public static byte LetterOf(byte value) => Lower[value];

    /// <summary>The languages that use a letter outside ASCII and few others do.</summary>
    public static uint LettersOf(int codePoint) => codePoint < LetterSets.Length ? LetterSets[codePoint] : 0;

    /// <summary>Points for a word that so many languages share: twelve for its only language, so that small shares stay whole numbers.</summary>
    public static int Weight(int languages) => languages switch { 1 => 12, 2 => 6, 3 => 4, 4 => 3, < 7 => 2, _ => 1 };

    /// <summary>The languages of a word as bits; by its ending where the word is not known.</summary>
    public static uint Languages(ulong word, int length)
    {
        uint set = Find(Keys, Sets, length > 8 ? Long(word) : word);
        if (set != 0 || length < MinimumForEnding) return set;
        for (int bytes = 5; bytes >= 2 && set == 0; bytes--) set = Find(EndingKeys, EndingSets, word & ((1UL << (8 * bytes)) - 1));
        return set;
    }

    private static ulong Long(ulong word) => word ^ 0x8000_0000_0000_0000;

    private static uint Bit(string code) => 1u << Array.FindIndex(LanguageWords.Latin, language => language.Code == code);

    private static ulong Pack(string word)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(word);
        ulong packed = 0;
        foreach (byte b in bytes) packed = packed << 8 | b;
        return bytes.Length > 8 ? Long(packed) : packed;
    }

    private static int Slot(ulong key, int size) => (int)((key * 0x9E37_79B9_7F4A_7C15) >> 40) & (size - 1);

    private static uint Find(ulong[] keys, uint[] sets, ulong key)
    {
        int slot = Slot(key, keys.Length);
        while (keys[slot] != key)
        {
            if (keys[slot] == 0) return 0;
            slot = (slot + 1) & (keys.Length - 1);
        }

        return sets[slot];
    }

    private static void Insert(ulong[] keys, uint[] sets, ulong key, uint set)
    {
        int slot = Slot(key, keys.Length);
        while (keys[slot] != 0 && keys[slot] != key) slot = (slot + 1) & (keys.Length - 1);
        keys[slot] = key;
        sets[slot] |= set;
    }
}
