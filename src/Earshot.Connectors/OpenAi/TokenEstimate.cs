namespace Earshot.Connectors.OpenAi;

/// <summary>
/// Tokens of a text without the service's tokeniser: a third of a token for each ASCII letter, digit or blank, half a token for each other byte of UTF-8.
/// English prose has about four letters a token and Chinese one to one and a half tokens a character, so both are estimated on the high side; only
/// random letters (keys, base64) can have more tokens than that.
/// </summary>
internal static class TokenEstimate
{
    private const int Plain = 2; // sixths of a token
    private const int Other = 3;

    /// <summary>The estimate, at least 1.</summary>
    public static int Of(ReadOnlySpan<byte> text)
    {
        long sixths = 5;
        foreach (byte b in text) sixths += IsPlain(b) ? Plain : Other;
        return (int)Math.Max(1, sixths / 6);
    }

    /// <summary>The longest beginning of <paramref name="text"/> of at most <paramref name="tokens"/>, ending between characters.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int tokens)
    {
        long left = 6L * tokens;
        if (text.Length * (long)Other <= left) return text;
        for (int i = 0; i < text.Length; i++)
        {
            left -= IsPlain(text[i]) ? Plain : Other;
            if (left < 0) return AtCharacter(text, i);
        }

        return text;
    }

    /// <summary>The first <paramref name="length"/> bytes, less those of a character that would be cut.</summary>
    public static ReadOnlySpan<byte> AtCharacter(ReadOnlySpan<byte> text, int length)
    {
        if (length >= text.Length) return text;
        while (length > 0 && (text[length] & 0xC0) == 0x80) length--;
        return text[..length];
    }

    private static bool IsPlain(byte b) =>
        b is (byte)' ' or (>= (byte)'0' and <= (byte)'9') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z');
}
