using System.Buffers;
using System.Text;
using Earshot.Core.Columns;

namespace Earshot.Core.Text;

/// <summary>What kind of personal data a span is.</summary>
public enum PersonalKind
{
    /// <summary>Keys, tokens and passwords; masked as <c>[key]</c>.</summary>
    Key,

    /// <summary>E-mail addresses; <c>[email]</c>.</summary>
    Email,

    /// <summary>International bank account numbers whose check digits are right (ISO 13616, mod 97); <c>[iban]</c>.</summary>
    Iban,

    /// <summary>Payment card numbers, 13 to 19 digits that pass Luhn's check; <c>[card]</c>.</summary>
    Card,

    /// <summary>IPv4 and IPv6 addresses; <c>[ip]</c>.</summary>
    IpAddress,

    /// <summary>Telephone numbers; <c>[phone]</c>.</summary>
    Phone,
}

/// <summary>Where personal data stands in a text, in UTF-16 code units.</summary>
public readonly record struct PersonalSpan(int Start, int Length, PersonalKind Kind);

/// <summary>
/// Finds and masks personal data. Made for precision: order numbers, error codes, dates, times, amounts and version numbers stay. Masking what is
/// masked changes nothing. Time is linear in the text.
/// </summary>
public static class PersonalData
{
    // Masking can set free a number that its neighbour hid, so the search is repeated until it finds nothing; two rounds are the rule.
    private const int MaximumRounds = 16;
    private static readonly string[] Masks = ["[key]", "[email]", "[iban]", "[card]", "[ip]", "[phone]"];

    /// <summary>All personal data in <paramref name="text"/>, in order, not overlapping.</summary>
    public static IReadOnlyList<PersonalSpan> Find(string text) =>
        PersonalDataScreen.MayHold(text) ? Search(text) : [];

    /// <summary><paramref name="text"/> with personal data replaced by its kind in square brackets; the same instance where there is none.</summary>
    public static string Mask(string text)
    {
        IReadOnlyList<PersonalSpan> spans = Find(text);
        return spans.Count == 0 ? text : Replaced(text, spans);
    }

    /// <summary>
    /// Masks UTF-8 text: appends the masked text to <paramref name="destination"/> and gives true, or gives false and appends nothing where there is
    /// nothing to mask (found out without allocation by <see cref="PersonalDataScreen"/> for most ordinary texts).
    /// </summary>
    public static bool TryMask(ReadOnlySpan<byte> text, BytesColumn destination)
    {
        if (!PersonalDataScreen.MayHold(text)) return false;
        string decoded = Encoding.UTF8.GetString(text);
        List<PersonalSpan> spans = Search(decoded);
        if (spans.Count == 0) return false;
        destination.Append(Replaced(decoded, spans).AsSpan());
        return true;
    }

    private static List<PersonalSpan> Search(string text)
    {
        List<PersonalSpan> spans = [];
        char[] rented = ArrayPool<char>.Shared.Rent(text.Length);
        Span<char> buffer = rented.AsSpan(0, text.Length);
        text.CopyTo(buffer);
        foreach (string mask in Masks) BlankOut(buffer, mask);
        PersonalDataSearch search = new(buffer, spans);
        for (int round = 0; round < MaximumRounds && search.Round(); round++)
        {
        }

        ArrayPool<char>.Shared.Return(rented);
        spans.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return spans;
    }

    // Masks of an earlier pass are walls, as what they stand for was when it was found: this is what makes masking idempotent.
    private static void BlankOut(Span<char> buffer, string mask)
    {
        for (int at = 0, found; (found = buffer[at..].IndexOf(mask)) >= 0; at += found + mask.Length)
            buffer.Slice(at + found, mask.Length).Fill(PersonalDataSearch.Wall);
    }

    private static string Replaced(string text, IReadOnlyList<PersonalSpan> spans)
    {
        StringBuilder masked = new(text.Length);
        int at = 0;
        foreach (PersonalSpan span in spans)
        {
            masked.Append(text, at, span.Start - at).Append(Masks[(int)span.Kind]);
            at = span.Start + span.Length;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }
}
