using System.Buffers;

namespace Earshot.Core.Text;

/// <summary>Keys, tokens and passwords: well-known prefixes, PEM blocks, and values after names such as <c>password=</c>.</summary>
internal static class PersonalKeys
{
    /// <summary>Names after which a value is a secret; a longer name may end with one of them (<c>client_secret</c>, <c>apiKey</c>).</summary>
    public static readonly string[] Names =
    [
        "password", "passwort", "passwd", "pwd", "secret", "token", "apikey", "api_key", "api-key", "api key", "access_key", "accesskey", "_key",
        "-key", "auth",
    ];

    private const int PasswordNames = 4;
    private const int TokenCharactersForNamed = 12;
    private const int CharactersForPassword = 6;

    // Bounds the work at each place that begins like a secret; the longest tokens seen (JWT with claims) stay below.
    private const int LongestSecret = 2048;

    // A prefix and the fewest characters of a token that must follow it.
    private static readonly (string Prefix, int Following)[] Known =
    [
        ("AKIA", 16), ("ASIA", 16), ("ghp_", 20), ("gho_", 20), ("ghu_", 20), ("ghs_", 20), ("ghr_", 20), ("github_pat_", 20), ("glpat-", 16),
        ("xoxb-", 10), ("xoxp-", 10), ("xoxa-", 10),
        ("xoxr-", 10), ("xoxs-", 10), ("xapp-", 10), ("sk_live_", 10), ("sk_test_", 10), ("rk_live_", 10), ("rk_test_", 10), ("pk_live_", 10),
        ("pk_test_", 10), ("whsec_", 10), ("sk-", 20), ("AIza", 30),
        ("eyJ", 30), ("npm_", 30), ("hf_", 30), ("SG.", 30), ("-----BEGIN ", 0), ("Bearer ", 16), ("bearer ", 16),
    ];

    private static readonly SearchValues<string> Prefixes = SearchValues.Create([.. Known.Select(static known => known.Prefix)], StringComparison.Ordinal);
    private static readonly SearchValues<char> Token = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~+/=");

    /// <summary>Reports every key in <paramref name="search"/>; a report blanks the span out at once.</summary>
    public static void Find(ref PersonalDataSearch search)
    {
        FindKnown(ref search);
        FindNamed(ref search);
    }

    private static void FindKnown(ref PersonalDataSearch search)
    {
        bool pemEndSought = false;
        for (int at = 0, found; (found = search.Text[at..].IndexOfAny(Prefixes)) >= 0;)
        {
            int start = at + found;
            ReadOnlySpan<char> rest = search.Text[start..];
            at = start + 1;
            if (rest[0] == '-')
            {
                int pem = pemEndSought ? 0 : PemLength(rest, ref pemEndSought);
                if (pem != 0) at = search.Report(start, pem, PersonalKind.Key);
                continue;
            }

            if (start > 0 && search.IsWordOrWall(start - 1)) continue;
            foreach ((string prefix, int following) in Known)
            {
                if (!rest.StartsWith(prefix)) continue;
                int length = TokenLength(rest[prefix.Length..]);
                if (length < following || !LooksRandom(rest.Slice(prefix.Length, length))) continue;
                // "Bearer" itself is no secret.
                int skipped = prefix[^1] == ' ' ? prefix.Length : 0;
                at = search.Report(start + skipped, prefix.Length - skipped + length, PersonalKind.Key);
                break;
            }
        }
    }

    private static void FindNamed(ref PersonalDataSearch search)
    {
        for (int at = 0, found; (found = search.Text[at..].IndexOfAny('=', ':')) >= 0;)
        {
            int sign = at + found;
            at = sign + 1;
            int name = MatchName(search.Text[..sign].TrimEnd(" \"'"));
            if (name < 0) continue;
            int start = sign + 1;
            while (start < search.Text.Length && start - sign <= 3 && search.Text[start] is ' ' or '"' or '\'') start++;
            int length = SecretLength(search.Text[start..]);
            ReadOnlySpan<char> value = search.Text.Slice(start, length);
            bool password = name < PasswordNames;
            if (length < (password ? CharactersForPassword : TokenCharactersForNamed)) continue;
            // PWD=/home/… is a path; name.of.a(call) is code.
            if (value[0] == '/' || (!password && value.ContainsAny('.', '('))) continue;
            if (password ? MixesClasses(value) : LooksRandom(value)) at = search.Report(start, length, PersonalKind.Key);
        }
    }

    private static int MatchName(ReadOnlySpan<char> before)
    {
        for (int i = 0; i < Names.Length; i++)
            if (before.EndsWith(Names[i], StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    private static int TokenLength(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestSecret) text = text[..LongestSecret];
        int end = text.IndexOfAnyExcept(Token);
        return text[..(end < 0 ? text.Length : end)].TrimEnd(".-/").Length;
    }

    // A password may hold any visible ASCII character but quotes, brackets and separators of lists.
    private static int SecretLength(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestSecret) text = text[..LongestSecret];
        int end = 0;
        while (end < text.Length && text[end] is > ' ' and <= '~' and not ('"' or '\'' or ',' or ';' or '<' or '>' or '[' or ']' or '{' or '}' or '&')) end++;
        return text[..end].TrimEnd(".!?:)").Length;
    }

    private static bool LooksRandom(ReadOnlySpan<char> value) =>
        value.ContainsAnyInRange('0', '9') || (value.ContainsAnyInRange('a', 'z') && value.ContainsAnyInRange('A', 'Z') && value.Length >= 16);

    private static bool MixesClasses(ReadOnlySpan<char> value)
    {
        bool digit = value.ContainsAnyInRange('0', '9');
        bool letter = value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z');
        return letter && (digit || value.ContainsAny("!@#$%^*+~"));
    }

    private static int PemLength(ReadOnlySpan<char> text, ref bool endSought)
    {
        int header = text["-----BEGIN ".Length..Math.Min(text.Length, 60)].IndexOf("-----");
        if (header < 0 || !text[..(header + 11)].EndsWith("PRIVATE KEY")) return 0;
        int end = text.IndexOf("-----END ");
        endSought = end < 0;
        // A block that was cut off is still a key: everything to the end of the text.
        if (end < 0) return text.Length;
        int close = text[(end + 9)..Math.Min(text.Length, end + 60)].IndexOf("-----");
        return close < 0 ? end : end + 9 + close + 5;
    }
}
