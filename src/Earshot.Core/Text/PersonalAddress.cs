using System.Net;

namespace Earshot.Core.Text;

/// <summary>IPv4 and IPv6 addresses, told from version numbers and times.</summary>
internal static class PersonalAddress
{
    private static readonly string[] VersionWords =
    [
        "version", "versions", "ver", "v", "release", "build", "firmware", "update", "upgrade", "patch", "sdk", "driver", "rev", "revision",
        "app", "ios", "android", "windows", "chrome", "release:", "version:",
    ];

    private static readonly string[] AddressWords = ["ip", "address", "host", "server", "ping", "dns", "gateway", "ipv4", "from"];

    /// <summary>Where an address that holds the digit would begin: hexadecimal digits and colons before it belong to it.</summary>
    public static int StartBefore(ReadOnlySpan<char> text, int digit)
    {
        int start = digit;
        while (start > 0 && digit - start < 40 && (char.IsAsciiHexDigit(text[start - 1]) || text[start - 1] == ':')) start--;
        // "host:10.0.0.1" has one colon, which is no part of it.
        if (text[start] == ':' && (start + 1 >= text.Length || text[start + 1] != ':')) start++;
        return text[start..(digit + 1)].Contains(':') || digit + 5 < text.Length && text[start..Math.Min(text.Length, digit + 5)].Contains(':') ? start : digit;
    }

    public static int Length(ReadOnlySpan<char> text, int start)
    {
        int length = V6Length(text[start..]);
        return length != 0 ? length : V4Length(text, start);
    }

    private static int V4Length(ReadOnlySpan<char> text, int start)
    {
        if (start > 0 && text[start - 1] is '.' or '-' or '#') return 0;
        int at = start;
        int largest = 0;
        int first = 0;
        for (int octet = 0; octet < 4; octet++)
        {
            int begin = at;
            int value = 0;
            while (at < text.Length && at - begin < 3 && char.IsAsciiDigit(text[at])) value = (value * 10) + text[at++] - '0';
            if (at == begin || value > 255 || (at - begin > 1 && text[begin] == '0')) return 0;
            if (octet == 0) first = value;
            largest = Math.Max(largest, value);
            if (octet < 3 && (at >= text.Length || text[at++] != '.')) return 0;
        }

        if (at + 1 < text.Length && text[at] is '.' or '-' && char.IsAsciiDigit(text[at + 1])) return 0;
        string word = WordBefore(text[..start]);
        bool version = first == 0 || Array.IndexOf(VersionWords, word) >= 0 || (largest < 10 && Array.IndexOf(AddressWords, word) < 0);
        return version ? 0 : at - start;
    }

    // The runtime's parser decides; only what has three groups or more is personal ("::1" and times are not).
    private static int V6Length(ReadOnlySpan<char> text)
    {
        int end = 0;
        int colons = 0;
        while (end < text.Length && end < 46 && (char.IsAsciiHexDigit(text[end]) || text[end] == ':' || (text[end] == '.' && colons > 1)))
            if (text[end++] == ':') colons++;
        ReadOnlySpan<char> address = text[..end].TrimEnd(".");
        if (address is [.., not ':', ':']) address = address[..^1];
        if (colons < 2 || address.Length < 8 || (colons < 7 && !address.Contains("::", StringComparison.Ordinal))) return 0;
        return IPAddress.TryParse(address, out _) ? address.Length : 0;
    }

    private static string WordBefore(ReadOnlySpan<char> before)
    {
        ReadOnlySpan<char> trimmed = before.TrimEnd(" :=(\"'");
        int start = trimmed.Length;
        while (start > 0 && trimmed.Length - start < 12 && char.IsAsciiLetterOrDigit(trimmed[start - 1])) start--;
        return trimmed[start..].ToString().ToLowerInvariant();
    }
}
