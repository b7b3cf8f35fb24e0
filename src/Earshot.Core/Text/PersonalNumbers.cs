namespace Earshot.Core.Text;

/// <summary>Account, card, address and telephone numbers: everything that begins at a digit, "+", "(" or two letters with digits.</summary>
internal static class PersonalNumbers
{
    // Country and length of its IBAN (SWIFT registry, 2024).
    private const string IbanLengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32" +
        "LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    public static void Find(ref PersonalDataSearch search)
    {
        Scan(ref search, PersonalKind.Iban);
        Scan(ref search, PersonalKind.Card);
        Scan(ref search, PersonalKind.IpAddress);
        Scan(ref search, PersonalKind.Phone);
    }

    private static void Scan(ref PersonalDataSearch search, PersonalKind kind)
    {
        for (int at = 0; at < search.Text.Length; at++)
        {
            int found = search.Text[at..].IndexOfAnyInRange('0', '9');
            if (found < 0) return;
            int digit = at + found;
            int start = kind switch
            {
                PersonalKind.Iban => digit - 2,
                PersonalKind.Phone => PhoneNumber.StartBefore(search.Text, digit),
                PersonalKind.IpAddress => PersonalAddress.StartBefore(search.Text, digit),
                _ => digit,
            };
            int length = start < 0 || (start > 0 && search.IsWordOrWall(start - 1)) ? 0 : kind switch
            {
                PersonalKind.Iban => IbanLength(search.Text[start..]),
                PersonalKind.Card => digit > 0 && search.Text[digit - 1] is '#' or '.' or '+' ? 0 : CardLength(search.Text[start..]),
                PersonalKind.IpAddress => PersonalAddress.Length(search.Text, start),
                _ => PhoneNumber.Length(search.Text, start),
            };
            if (length != 0 && start + length < search.Text.Length && search.IsWordOrWall(start + length)) length = 0;
            at = length == 0 ? EndOfDigits(search.Text, digit) - 1 : search.Report(start, length, kind) - 1;
        }
    }

    private static int EndOfDigits(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at;
    }

    private static int IbanLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 15 || !char.IsAsciiLetter(text[0]) || !char.IsAsciiLetter(text[1])) return 0;
        int wanted = 0;
        for (int i = 0; i < IbanLengths.Length && wanted == 0; i += 4)
            if ((text[0] & ~0x20) == IbanLengths[i] && (text[1] & ~0x20) == IbanLengths[i + 1]) wanted = ((IbanLengths[i + 2] - '0') * 10) + IbanLengths[i + 3] - '0';
        Span<char> compact = stackalloc char[34];
        int used = 0;
        int at = 0;
        for (; at < text.Length && used < wanted; at++)
        {
            if (char.IsAsciiLetterOrDigit(text[at])) compact[used++] = text[at];
            else if (text[at] is not (' ' or '-' or '\u00A0') || !char.IsAsciiLetterOrDigit(text[at - 1])) return 0;
        }

        return wanted != 0 && used == wanted && Mod97(compact[4..used], compact[..4]) == 1 ? at : 0;
    }

    private static int Mod97(ReadOnlySpan<char> account, ReadOnlySpan<char> check) => Mod97(Mod97(0, account), check);

    private static int Mod97(int remainder, ReadOnlySpan<char> part)
    {
        foreach (char c in part)
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + c - '0') % 97 : ((remainder * 100) + (c & ~0x20) - 'A' + 10) % 97;
        return remainder;
    }

    // Digits in groups of at least two, one blank or hyphen between them; issuers' first digits are 2 to 6.
    private static int CardLength(ReadOnlySpan<char> text)
    {
        if (text[0] is < '2' or > '6') return 0;
        Span<byte> digits = stackalloc byte[19];
        int used = 0;
        int best = 0;
        int at = 0;
        while (at < text.Length && used < digits.Length && char.IsAsciiDigit(text[at]))
        {
            int group = at;
            while (at < text.Length && used < digits.Length && char.IsAsciiDigit(text[at])) digits[used++] = (byte)(text[at++] - '0');
            if (at < text.Length && char.IsAsciiDigit(text[at])) break;
            if (at - group < 2) break;
            if (used >= 13 && PassesLuhn(digits[..used])) best = at;
            if (at + 1 >= text.Length || text[at] is not (' ' or '-' or '\u00A0') || !char.IsAsciiDigit(text[at + 1])) break;
            at++;
        }

        return best;
    }

    private static bool PassesLuhn(ReadOnlySpan<byte> digits)
    {
        int sum = 0;
        for (int i = digits.Length - 1, place = 0; i >= 0; i--, place++)
        {
            int digit = digits[i] << (place & 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }
}
