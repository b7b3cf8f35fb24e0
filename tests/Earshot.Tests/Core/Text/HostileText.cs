using System.Text;
using Earshot.Core;

namespace Earshot.Tests.Core.Text;

/// <summary>Texts made of the pieces that break parsers, joined at random from a fixed seed, so that a failure can be repeated.</summary>
internal static class HostileText
{
    private static readonly string[] Pieces =
    [
        "<", ">", "</", "<!--", "-->", "<a href=\"", "\">", "<script>", "</script>", "<p>", "&lt;", "&#x202E;", "&", ";", "```", "`", "``", "~~~", "[", "](", ")",
        "![", "{code}", "{code", "}", "{html}", "[x|http://a.b/c", "]", "!a.png!", "h1. ", "\n", "\r\n", "\n\n", "> ", "\n> ", "-- \n", "On Monday, Bob wrote:", "\nedit: ",
        "Sent from my iPhone", "Best regards,\n", "-----Original Message-----", "\nFrom: a\nSent: b\n", "http://", "https://user:pw@host.example/x?y=z", "www.", "@", ".", ":", "/",
        "bob@example.com", "+49 170 1234567", "(555) 123-4567", "555-123-4567", "4111 1111 1111 1111", "4111111111111111", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00",
        "192.168.1.77", "fe80::1ff:fe23:4567:890a", "AKIAIOSFODNN7EXAMPLE", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "password=hunter2x", "Bearer abcdefghijklmnop1234567890",
        "phone ", "call 5551234567", "order 12345678", "[email]", "[phone]", "[key]", "[", "1", "22", "0", " ", "  ", "-", "_", "*", "**", "#", "=", "=1+1", "+", "'", "\"", "\0", "\e[31m",
        "\u202E", "\u200B", "\uFEFF", "é", "日本", "🎉", "\uD83D", "word", "The app crashes", "2024-01-05 10:22:33", "    at a.b(C.java:1)\n", "\uFFFF", "{{", "}}", "||", "|", "\\",
    ];

    public static IEnumerable<string> Samples(int count)
    {
        for (int sample = 0; sample < count; sample++)
        {
            StringBuilder text = new();
            int pieces = 1 + sample % 24;
            for (int i = 0; i < pieces; i++) text.Append(Pieces[(int)(StableHash.Of([], (ulong)((sample * 64L) + i)) % (ulong)Pieces.Length)]);
            yield return text.ToString();
        }
    }

    /// <summary>Bytes without any structure; mostly not valid UTF-8.</summary>
    public static byte[] Bytes(int length, ulong seed)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte)StableHash.Of([], (seed << 32) + (ulong)i);
        return bytes;
    }
}
