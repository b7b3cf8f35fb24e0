namespace Earshot.Core.Text;

/// <summary>
/// One search over a working copy of a text. What has been found is blanked out with <see cref="Wall"/>, which no pattern contains and no pattern
/// begins or ends beside.
/// </summary>
internal ref struct PersonalDataSearch(Span<char> text, List<PersonalSpan> spans)
{
    public const char Wall = '\uFFFF';

    private readonly Span<char> _text = text;

    public readonly ReadOnlySpan<char> Text => _text;

    /// <summary>Looks for every kind once; true when something was found.</summary>
    public bool Round()
    {
        int before = spans.Count;
        PersonalKeys.Find(ref this);
        FindEmails();
        PersonalNumbers.Find(ref this);
        return spans.Count != before;
    }

    /// <summary>Notes a span, blanks it out and gives the position after it.</summary>
    public readonly int Report(int start, int length, PersonalKind kind)
    {
        spans.Add(new PersonalSpan(start, length, kind));
        _text.Slice(start, length).Fill(Wall);
        return start + length;
    }

    /// <summary>True where the character at a position continues a word, or is something already found.</summary>
    public readonly bool IsWordOrWall(int position) => IsWordOrWall(_text[position]);

    public static bool IsWordOrWall(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c == Wall || (c >= 0x80 && char.IsLetterOrDigit(c));

    // Local part of at most 64 characters, domain of at most 255 with a top level of letters: RFC 5321's limits keep the search linear.
    private readonly void FindEmails()
    {
        for (int at = 0, found; (found = _text[at..].IndexOf('@')) >= 0;)
        {
            int sign = at + found;
            at = sign + 1;
            int start = sign;
            while (start > 0 && sign - start < 64 && IsLocal(_text[start - 1])) start--;
            while (start < sign && _text[start] is '.' or '\'' or '-' or '/' or '=') start++;
            int length = DomainLength(_text[(sign + 1)..]);
            if (start == sign || length == 0 || (start > 0 && _text[start - 1] == Wall)) continue;
            int end = sign + 1 + length;
            if (end < _text.Length && IsWordOrWall(end)) continue;
            at = Report(start, end - start, PersonalKind.Email);
        }
    }

    private static bool IsLocal(char c) =>
        c != Wall && (char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '%' or '+' or '-' or '\'' or '/' or '=' || (c >= 0x80 && char.IsLetterOrDigit(c)));

    private static int DomainLength(ReadOnlySpan<char> text)
    {
        int end = 0;
        while (end < text.Length && end < 255 && (text[end] is '.' or '-' || (IsWordOrWall(text[end]) && text[end] is not ('_' or Wall)))) end++;
        ReadOnlySpan<char> domain = text[..end].TrimEnd(".-");
        int dot = domain.LastIndexOf('.');
        if (dot < 1 || domain.Contains("..", StringComparison.Ordinal)) return 0;
        ReadOnlySpan<char> top = domain[(dot + 1)..];
        if (top.Length < 2 || top.ContainsAnyInRange('0', '9') && !top.StartsWith("xn--")) return 0;
        // icon@2x.png is a picture.
        return top is "png" or "jpg" or "jpeg" or "gif" or "svg" or "webp" or "ico" or "css" or "js" ? 0 : domain.Length;
    }
}
