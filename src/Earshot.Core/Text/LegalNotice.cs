using System.Buffers;
using System.Text;

namespace Earshot.Core.Text;

/// <summary>
/// Cuts notices of confidentiality out of mails, also where nothing marks their lines any more: mails that were flattened to one line or stripped of
/// punctuation and small words. They are told by turns of phrase that no customer needs, close to each other.
/// </summary>
internal static class LegalNotice
{
    /// <summary>Turns that make a notice; two may stand in what a customer writes about one.</summary>
    private const int LeastTurns = 3;

    /// <summary>Most characters between two turns of a notice, and to the end of the sentence that it ends in.</summary>
    private const int LargestGap = 200, LongestEnd = 160;

    private static readonly SearchValues<string> Turns = SearchValues.Create(
        [
            "consider the environment", "consider environment", "information transmitted", "information contained in this",
            "information contained transmitted", "content communication", "content of this communication",
            "classified confidential", "classified as confidential", "confidential proprietary", "confidential and proprietary",
            "confidential and privileged", "privileged and confidential", "confidential privileged",
            "legally privileged", "intended solely", "solely for the use", "whom addressed", "whom it is addressed", "whom they are addressed",
            "intended recipient", "named addressee", "hereby notified",
            "disclosure copying", "disclosure, copying", "dissemination copying", "dissemination or copying", "copying communication",
            "action reliance", "action in reliance", "strictly prohibited", "prohibited unlawful", "may be unlawful",
            "communication error", "received error", "message in error", "mail in error", "communication in error", "notify immediately",
            "notify us immediately", "notify the sender", "by replying delete", "then delete", "by responding communication",
            "necessarily represent", "opinions expressed", "views opinions solely", "accept liability", "accepts no liability",
            "accepts responsibility", "responsibility accepted", "arising viruses", "checked for viruses",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>False for a text that surely has no notice, at the price of a vectorised search.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> text) =>
        text.IndexOf("nfidential"u8) >= 0 || text.IndexOf("recipient"u8) >= 0 || text.IndexOf("prohibited"u8) >= 0
        || text.IndexOf("NFIDENTIAL"u8) >= 0 || text.IndexOf("RECIPIENT"u8) >= 0 || text.IndexOf("PROHIBITED"u8) >= 0;

    /// <summary>The text without its notices; the same text where it has none, or nothing else.</summary>
    public static string Cut(string text)
    {
        if (!MayBeIn(Encoding.UTF8.GetBytes(text))) return text;
        StringBuilder kept = new(text.Length);
        int copied = 0, at = 0;
        while (at < text.Length && text.AsSpan(at).IndexOfAny(Turns) is var found and >= 0)
        {
            int start = at + found, turns = 0;
            for (int next = start; next >= 0; turns++)
            {
                at = next + 8;
                ReadOnlySpan<char> ahead = text.AsSpan(at, Math.Min(LargestGap, text.Length - at));
                int more = ahead.IndexOfAny(Turns);
                next = more < 0 ? -1 : at + more;
            }

            if (turns < LeastTurns) continue;
            start = StartOfSentence(text, start, copied);
            at = EndOfSentence(text, at);
            kept.Append(text, copied, start - copied);
            copied = at;
        }

        if (copied == 0) return text;
        string rest = kept.Append(text, copied, text.Length - copied).ToString();
        return rest.AsSpan().IndexOfAnyInRange('0', 'z') < 0 ? text : rest;
    }

    private static int StartOfSentence(string text, int turn, int least)
    {
        int from = Math.Max(least, turn - LongestEnd);
        int end = text.AsSpan(from, turn - from).LastIndexOfAny(".!?\n");
        return end < 0 ? turn : from + end + 1;
    }

    // Without a sign at which it could end, the notice ends with the word its last turn ends in.
    private static int EndOfSentence(string text, int turn)
    {
        ReadOnlySpan<char> rest = text.AsSpan(turn, Math.Min(LongestEnd, text.Length - turn));
        int end = rest.IndexOfAny(".!?\n");
        if (end >= 0) return turn + end + 1;
        int words = 0, at = 0;
        while (at < rest.Length && words < 2)
            if (rest[at++] == ' ') words++;
        return turn + at;
    }
}
