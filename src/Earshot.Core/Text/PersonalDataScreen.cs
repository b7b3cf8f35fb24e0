using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earshot.Core.Text;

/// <summary>
/// The quick look that spares most texts the search. A text may hold personal data when it has an "@", seven digits, four digits with three dots, two
/// colons, sixteen characters without a blank (a token), five hyphens (a PEM block), or a "=" or ":" after a word such as "password".
/// Windows of 64 bytes advance by 48, so that a run of sixteen is whole in one of them.
/// </summary>
internal static class PersonalDataScreen
{
    private const int Window = 64;
    private const int Advance = 48;

    public static bool MayHold(string text) => text.Length <= 4096 && System.Text.Ascii.IsValid(text)
        ? MayHoldAscii(text)
        : MayHold(System.Text.Encoding.UTF8.GetBytes(text));

    [SkipLocalsInit]
    public static bool MayHold(ReadOnlySpan<byte> text)
    {
        int digits = 0;
        int dots = 0;
        int colons = 0;
        Span<byte> tail = stackalloc byte[Window];
        bool last = false;
        for (int at = 0; !last; at += Advance)
        {
            last = text.Length - at <= Window;
            scoped ReadOnlySpan<byte> window = text[at..];
            if (window.Length < Window)
            {
                tail.Fill((byte)' ');
                window.CopyTo(tail);
                window = tail;
            }

            Marks low = Look(Vector256.Create(window));
            Marks high = Look(Vector256.Create(window[32..]));
            if ((low.Ats | high.Ats) != 0) return true;
            ulong blanks = low.Blanks | (ulong)high.Blanks << 32;
            ulong run = ~blanks;
            run &= run >> 1;
            run &= run >> 2;
            run &= run >> 4;
            run &= run >> 8;
            ulong hyphens = low.Hyphens | (ulong)high.Hyphens << 32;
            if ((run | (hyphens & hyphens >> 1 & hyphens >> 2 & hyphens >> 3 & hyphens >> 4)) != 0) return true;
            // What the next window shows as well is counted there.
            ulong own = last ? ulong.MaxValue : (1UL << Advance) - 1;
            digits += BitOperations.PopCount((low.Digits | (ulong)high.Digits << 32) & own);
            ulong marks = (low.Signs | (ulong)high.Signs << 32) & own;
            for (; marks != 0; marks &= marks - 1)
            {
                int position = at + BitOperations.TrailingZeroCount(marks);
                if (text[position] == '.') dots++;
                else if (EndsKeyName(text[..position])) return true;
                else if (text[position] == ':') colons++;
            }
        }

        return digits >= 7 || colons >= 2 || (digits >= 4 && dots >= 3);
    }

    [SkipLocalsInit]
    private static bool MayHoldAscii(string text)
    {
        Span<byte> bytes = stackalloc byte[text.Length];
        System.Text.Ascii.FromUtf16(text, bytes, out _);
        return MayHold(bytes);
    }

    // Last letters of key, token, secret, password, passwort, passwd, pwd and auth; the search itself reads the whole name.
    private static bool EndsKeyName(ReadOnlySpan<byte> before)
    {
        int end = before.Length;
        while (end > 0 && before[end - 1] is (byte)' ' or (byte)'"' or (byte)'\'') end--;
        return end >= 3 && (before[end - 1] | 0x20) is 'y' or 'n' or 't' or 'd' or 'h' or 's' && EndsWithName(before[..end]);
    }

    private static bool EndsWithName(ReadOnlySpan<byte> before)
    {
        foreach (string name in PersonalKeys.Names)
        {
            if (before.Length < name.Length) continue;
            ReadOnlySpan<byte> end = before[^name.Length..];
            if (System.Text.Ascii.EqualsIgnoreCase(end, name)) return true;
        }

        return false;
    }

    private static Marks Look(Vector256<byte> bytes) => new(
        Vector256.LessThanOrEqual(bytes, Vector256.Create((byte)' ')).ExtractMostSignificantBits(),
        Vector256.LessThanOrEqual(bytes - Vector256.Create((byte)'0'), Vector256.Create((byte)9)).ExtractMostSignificantBits(),
        Vector256.Equals(bytes, Vector256.Create((byte)'@')).ExtractMostSignificantBits(),
        (Vector256.Equals(bytes, Vector256.Create((byte)'.'))
            | Vector256.Equals(bytes, Vector256.Create((byte)':'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'=')))
            .ExtractMostSignificantBits(),
        Vector256.Equals(bytes, Vector256.Create((byte)'-')).ExtractMostSignificantBits());

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Marks(uint Blanks, uint Digits, uint Ats, uint Signs, uint Hyphens);
}
