using System.Text;
using System.Text.Unicode;
using Earshot.Core;

namespace Earshot.Connectors.Files;

/// <summary>Which encoding a file is in.</summary>
internal static class TextEncoding
{
    /// <summary>What Western text that is not UTF-8 nearly always is: Latin-1 with letters where Latin-1 has control codes.</summary>
    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The encoding the user named.</summary>
    /// <exception cref="EarshotException">There is none of that name (exit 2).</exception>
    public static Encoding Named(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw new EarshotException($"'{name}' is not an encoding", "use one of: utf-8, windows-1252, latin1, utf-16, utf-16BE, shift_jis, gb18030", 2);
        }
    }

    /// <summary>
    /// Guesses from the start of a file. Null means UTF-8 (or ASCII), with the odd byte that is not UTF-8 at most; those are read as Windows-1252 row by row.
    /// </summary>
    public static Encoding? Guess(ReadOnlySpan<byte> sample)
    {
        if (sample.StartsWith(new byte[] { 0xFF, 0xFE })) return Encoding.Unicode;
        if (sample.StartsWith(new byte[] { 0xFE, 0xFF })) return Encoding.BigEndianUnicode;
        int even = 0, odd = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            if (sample[i] != 0) continue;
            if ((i & 1) == 0) even++;
            else odd++;
        }

        // Western text in UTF-16 has a NUL in nearly every character, always on the same side.
        if (odd > sample.Length / 5 && even < odd / 10) return Encoding.Unicode;
        if (even > sample.Length / 5 && odd < even / 10) return Encoding.BigEndianUnicode;
        return IsMostlyUtf8(sample) ? null : Windows1252;
    }

    /// <summary>
    /// True where it is no text: a tenth of the start is NUL, or it is not UTF-8 and every fiftieth byte is a control code that no text has (pictures,
    /// archives); never where it is UTF-16. Of very short files nothing can be said.
    /// </summary>
    public static bool IsBinary(ReadOnlySpan<byte> sample)
    {
        if (sample.Length < 32 || Guess(sample) is UnicodeEncoding) return false;
        if (sample.Length >= 512 && sample.Count((byte)0) * 10 > sample.Length) return true;
        int codes = 0;
        foreach (byte b in sample)
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0x1A or 0x1B)) codes++;
        return codes * 50 > sample.Length && !IsMostlyUtf8(sample);
    }

    private static bool IsMostlyUtf8(ReadOnlySpan<byte> sample)
    {
        if (Utf8.IsValid(sample)) return true;
        int good = 0, bad = 0;
        while (!sample.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(sample, out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            if (!valid && sample.Length >= 4) bad++; // a character cut by the end of the sample is no fault
            else if (valid && !rune.IsAscii) good++;
            sample = sample[length..];
        }

        return good >= bad;
    }
}
