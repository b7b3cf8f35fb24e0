namespace Earshot.Core.Text;

/// <summary>Account, card, address and telephone numbers: everything that begins at a digit, "+", "(" or two letters with digits.</summary>
internal static class PersonalNumbers
{
    // Country and length of its IBAN (SWIFT registry, 2024).
    private const string IbanLengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21" +
        "HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32" +
        "LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25" +
        "SV28TL23TN24TR26UA29VA22VG24XK20YE30";

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
                PersonalKind.Card => digit > 0 && search.Text[digit - 1] is '#' or '.' or '+' or '-' or '/' || IsAfterColon(search.Text, digit)
                    ? 0
                    : CardLength(search.Text[start..]),
                PersonalKind.IpAddress => PersonalAddress.Length(search.Text, start),
                _ => IsAfterColon(search.Text, start) ? 0 : PhoneNumber.Length(search.Text, start),
            };
            if (length != 0 && start + length < search.Text.Length && search.IsWordOrWall(start + length)) length = 0;
            at = length == 0 ? EndOfDigits(search.Text, digit) - 1 : search.Report(start, length, kind) - 1;
        }
    }

    // "20:18:31-1740…": the number is a piece of a time or an identifier.
    private static bool IsAfterColon(ReadOnlySpan<char> text, int at) => at > 1 && text[at - 1] == ':' && char.IsAsciiDigit(text[at - 2]);

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
            if ((text[0] & ~0x20) == IbanLengths[i] && (text[1] & ~0x20) == IbanLengths[i + 1])
                wanted = ((IbanLengths[i + 2] - '0') * 10) + IbanLengths[i + 3] - '0';
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

    // One run of digits, or groups as printed on cards (4-4-4-4, 4-4-4-4-3, 4-6-5, 4-6-4) with one kind of separator, of an issuer that exists.
    private static int CardLength(ReadOnlySpan<char> text)
    {
        Span<byte> digits = stackalloc byte[20];
        int used = 0;
        int groups = 0;
        int at = 0;
        char separator = '\0';
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            int group = at;
            while (at < text.Length && used < digits.Length && char.IsAsciiDigit(text[at])) digits[used++] = (byte)(text[at++] - '0');
            int length = at - group;
            groups++;
            bool more = at + 1 < text.Length && text[at] is ' ' or '-' or '\u00A0' && (separator == '\0' || text[at] == separator)
                && char.IsAsciiDigit(text[at + 1]);
            bool first = groups == 1 && length == 4;
            bool middle = groups == 2 ? length is 4 or 6 : groups == 3 && length == 4 && used == 12;
            if (more && (first || middle))
            {
                separator = text[at++];
                continue;
            }

            if (groups == 4 && more && used == 16 && IsLastGroup(text, at + 1) && IsIssuer(digits, 19) && PassesLuhnWith(digits, text.Slice(at + 1, 3)))
                return at + 4;
            bool whole = groups == 1 ? used is >= 13 and <= 19 : (groups, used) is (4, 16) or (3, 14) or (3, 15);
            if (!whole || IsJoined(text, at) || !IsIssuer(digits, used) || !PassesLuhn(digits[..used])) return 0;
            return at;
        }

        return 0;
    }

    private static bool IsJoined(ReadOnlySpan<char> text, int end) =>
        end + 1 < text.Length && text[end] is '-' or '.' or '/' or ':' && char.IsAsciiLetterOrDigit(text[end + 1]);

    private static bool IsLastGroup(ReadOnlySpan<char> text, int at) =>
        at + 3 <= text.Length && !text.Slice(at, 3).ContainsAnyExceptInRange('0', '9') && (at + 3 == text.Length || !char.IsAsciiLetterOrDigit(text[at + 3]));

    private static bool PassesLuhnWith(ReadOnlySpan<byte> digits, ReadOnlySpan<char> last)
    {
        Span<byte> all = stackalloc byte[19];
        digits[..16].CopyTo(all);
        for (int i = 0; i < 3; i++) all[16 + i] = (byte)(last[i] - '0');
        return PassesLuhn(all);
    }

    // Visa 4, Mastercard 5 and 2221-2720, American Express 34 and 37, Diners 30, 36, 38, JCB 35, Discover, UnionPay and Maestro 6.
    private static bool IsIssuer(ReadOnlySpan<byte> digits, int length)
    {
        int two = (digits[0] * 10) + digits[1];
        int four = (two * 100) + (digits[2] * 10) + digits[3];
        return digits[0] switch
        {
            2 => length == 16 && four is >= 2221 and <= 2720,
            3 => length == 14 ? two is 30 or 36 or 38 : length == 15 ? two is 34 or 37 : length == 16 && two == 35,
            4 => length is 13 or 16 or 19,
            5 => length == 16,
            6 => length is 16 or 19,
            _ => false,
        };
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
