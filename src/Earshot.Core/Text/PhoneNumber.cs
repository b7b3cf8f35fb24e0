using System.Buffers;

namespace Earshot.Core.Text;

/// <summary>
/// Telephone numbers as people write them: international (+49 170 …, 0049 …), North American (3-3-4), national with a leading zero and blanks; plain
/// runs of digits only where a word such as "call" or "mobile" stands before them and none such as "order" stands nearer.
/// </summary>
internal static class PhoneNumber
{
    private const int ContextLength = 28;

    private static readonly SearchValues<string> PhoneWords = SearchValues.Create(
        [
            "phone", "call", "tel", "mobile", "mobil", "cell", "fax", "whatsapp", "reach me", "sms", "text me", "handy", "téléphone", "teléfono",
            "telefon", "móvil", "ring me", "contact me at", "contact number", "my number",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> OtherWords = SearchValues.Create(
        [
            "order", "ticket", "invoice", "tracking", "reference", "ref", "case", "account", "serial", "sku", "transaction", "customer", "error",
            "code", "version", "build", "id", "bestell", "rechnung", "parcel",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static int StartBefore(ReadOnlySpan<char> text, int digit)
    {
        int start = digit;
        if (start > 0 && text[start - 1] == '(') start--;
        if (start > 0 && text[start - 1] == '+') start--;
        if (start > 0 && text[start - 1] == '(' && text[start] == '+') start--;
        return start;
    }

    /// <summary>Length of the number that begins at <paramref name="start"/>, or 0.</summary>
    public static int Length(ReadOnlySpan<char> text, int start)
    {
        if (start > 0 && text[start - 1] is '#' or '-' or '.' or '/' or '$' or '€' or '£' or ',' or '+' or '*') return 0;
        Span<byte> groups = stackalloc byte[12];
        Shape shape = Shape.Read(text[start..], groups);
        if (shape.Digits is < 7 or > 15 || shape.Groups * 2 > shape.Digits + 1 || IsFollowedByMore(text, start + shape.Length)) return 0;
        bool phone = shape.HasPlus ? shape.Digits >= 8 && shape.First != '0'
            : shape.First == '0' && shape.Second == '0'
                ? shape.Digits >= 10 && shape.Third != '0' && groups[0] >= 2 && (shape.Groups > 1 || Context(text[..start]) > 0)
            : IsNational(text[..start], shape, groups[..shape.Groups]);
        return phone ? shape.Length : 0;
    }

    private static bool IsNational(ReadOnlySpan<char> before, Shape shape, ReadOnlySpan<byte> groups)
    {
        int context = Context(before);
        if (context > 0) return !shape.IsDate(groups) && (shape.Separator != '.' || shape.Groups > 2);
        if (context < 0) return false;
        if (shape.Separator is not ('.' or '/') || shape.HasParenthesis)
        {
            bool american = groups.SequenceEqual((ReadOnlySpan<byte>)[3, 3, 4]) && shape.First >= '2' && (shape.Separator != ' ' || shape.HasParenthesis);
            if (american || (groups.SequenceEqual((ReadOnlySpan<byte>)[1, 3, 3, 4]) && shape.First == '1')) return true;
        }
        else if (shape.Separator == '.' && groups.SequenceEqual((ReadOnlySpan<byte>)[3, 3, 4])) return true;

        if (shape.First != '0' || shape.Digits is < 9 or > 12 || shape.IsDate(groups)) return false;
        if (shape.Groups == 1) return shape.Digits is 10 or 11 && shape.Second is '6' or '7' or '1';
        if (shape.Separator == '.' && shape.Groups < 4 || groups[1..].ContainsAny((byte)0, (byte)1)) return false;
        return groups[0] is >= 2 and <= 6 && shape.Separator is not '-' || (groups[0] >= 3 && shape.Groups <= 3);
    }

    // A hyphen, full stop or slash with more behind it: a longer code, a date, a path.
    private static bool IsFollowedByMore(ReadOnlySpan<char> text, int end) =>
        end < text.Length
            && (text[end] is '%' or '€' or '$'
                || (end + 1 < text.Length && text[end] is '-' or '.' or '/' or ':' or ',' && char.IsAsciiLetterOrDigit(text[end + 1])));

    // 1 where the nearest word before speaks of telephones, -1 where it speaks of other numbers, else 0. What was found before ends the view.
    private static int Context(ReadOnlySpan<char> before)
    {
        if (before.Length > ContextLength) before = before[^ContextLength..];
        int wall = before.LastIndexOfAny(PersonalDataSearch.Wall, '\n');
        if (wall >= 0) before = before[(wall + 1)..];
        int phone = Last(before, PhoneWords);
        int other = Last(before, OtherWords);
        return phone == other ? 0 : phone > other ? 1 : -1;
    }

    private static int Last(ReadOnlySpan<char> text, SearchValues<string> words)
    {
        int last = -1;
        for (int at = 0, found; (found = text[at..].IndexOfAny(words)) >= 0;)
        {
            at += found + 1;
            if (at == 1 || !char.IsLetter(text[at - 2])) last = IsWholeWord(text, at - 1) ? at - 1 : last;
        }

        return last;
    }

    // "tel", "ref", "id" and "sms" begin many other words ("tell", "refund"); longer words may have endings ("calls", "orders").
    private static bool IsWholeWord(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        while (end < text.Length && char.IsLetter(text[end])) end++;
        return end - start is 2 or 3
            || !(text[start..end].StartsWith("tel", StringComparison.OrdinalIgnoreCase)
                || text[start..end].StartsWith("ref", StringComparison.OrdinalIgnoreCase)
                || text[start..end].StartsWith("id", StringComparison.OrdinalIgnoreCase)) || end - start >= 8;
    }

    /// <summary>How a run of digits with single separators is grouped.</summary>
    private ref struct Shape
    {
        public bool HasPlus, HasParenthesis;
        public char First, Second, Third, Separator;
        public int Digits, Groups, Length;

        public static Shape Read(ReadOnlySpan<char> text, Span<byte> groups)
        {
            Shape shape = default;
            bool open = false;
            int at = 0;
            for (; at < text.Length; at++)
            {
                char c = text[at];
                if (char.IsAsciiDigit(c))
                {
                    bool begins = at == 0 || !char.IsAsciiDigit(text[at - 1]);
                    if (begins && shape.Groups == groups.Length) break;
                    if (begins) groups[shape.Groups++] = 0;
                    groups[shape.Groups - 1]++;
                    if (shape.Digits == 0) shape.First = c;
                    if (shape.Digits == 1) shape.Second = c;
                    if (shape.Digits == 2) shape.Third = c;
                    shape.Length = at + 1;
                    if (++shape.Digits > 15) break;
                }
                else if (c == '+' && shape.Digits == 0 && !shape.HasPlus) shape.HasPlus = true;
                else if (c == '(' && !open) open = shape.HasParenthesis = true;
                else if (c == ')' && open) open = false;
                else if (c is ' ' or '-' or '.' or '/' or '\u00A0' && shape.Digits != 0 && (char.IsAsciiDigit(text[at - 1]) || text[at - 1] is ')' or ' '))
                {
                    if (text[at - 1] == ' ' && c == ' ') break;
                    if (shape.Separator is '\0' or ' ' || c == ' ') shape.Separator = shape.Separator is '\0' ? c : shape.Separator;
                }
                else break;
            }

            return shape;
        }

        // 05.01.2024, 01/05/24, 2024-01-05, also with a time of day behind it.
        public readonly bool IsDate(ReadOnlySpan<byte> groups) =>
            groups.Length >= 3 && Separator is '.' or '/' or '-' && groups is [<= 2, <= 2, 2 or 4, ..] or [4, <= 2, <= 2, ..];
    }
}
