using System.Globalization;
using System.Text;

namespace Earshot.Connectors.Files;

/// <summary>Takes the escapes out of JSON strings.</summary>
internal static class JsonText
{
    /// <summary>
    /// Writes what <paramref name="escaped"/> (the inside of a valid JSON string) means, and returns its length, which is never greater. Halves of
    /// surrogate pairs, which programs leave behind when they cut a text, become U+FFFD.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> into)
    {
        int length = 0;
        while (true)
        {
            int backslash = escaped.IndexOf((byte)'\\');
            int plain = backslash < 0 ? escaped.Length : backslash;
            escaped[..plain].CopyTo(into[length..]);
            length += plain;
            if (backslash < 0) return length;
            byte kind = escaped[backslash + 1];
            escaped = escaped[(backslash + 2)..];
            if (kind != (byte)'u')
            {
                into[length++] = kind switch
                {
                    (byte)'n' => (byte)'\n',
                    (byte)'t' => (byte)'\t',
                    (byte)'r' => (byte)'\r',
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    _ => kind,
                };
                continue;
            }

            char unit = Unit(escaped);
            escaped = escaped[4..];
            Rune rune = Rune.ReplacementChar;
            if (!char.IsSurrogate(unit))
            {
                rune = new Rune(unit);
            }
            else if (char.IsHighSurrogate(unit) && escaped.StartsWith("\\u"u8) && char.IsLowSurrogate(Unit(escaped[2..])))
            {
                rune = new Rune(unit, Unit(escaped[2..]));
                escaped = escaped[6..];
            }

            length += rune.EncodeToUtf8(into[length..]);
        }
    }

    private static char Unit(ReadOnlySpan<byte> digits) => (char)ushort.Parse(digits[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
