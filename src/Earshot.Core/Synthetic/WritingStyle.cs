using Earshot.Core.Synthetic.Phrases;

namespace Earshot.Core.Synthetic;

/// <summary>What hands do to a finished message: no capitals, no apostrophes, slips of the finger, emoji. Only ASCII letters are touched.</summary>
internal static class WritingStyle
{
    /// <summary>A writer without capitals; some leave out apostrophes, join sentences by commas and end without a stop.</summary>
    public static void LowerCase(ref MessageWriter message, ref RowRandom random)
    {
        Span<byte> text = message.Text;
        int habits = random.Below(8);
        bool keepsApostrophes = (habits & 1) != 0;
        bool joins = habits >= 6;
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c == '\'' && !keepsApostrophes) continue;
            if (c == '.' && joins && i + 2 < text.Length && text[i + 1] == ' ' && IsLetter(text[i + 2])) c = (byte)',';
            text[length++] = c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c + 32) : c;
        }

        if ((habits & 2) != 0 && length > 1 && text[length - 1] == '.') length--;
        message.Length = length;
    }

    /// <summary>Some of the angry shout.</summary>
    public static void UpperCase(ref MessageWriter message)
    {
        foreach (ref byte c in message.Text)
            if (c is >= (byte)'a' and <= (byte)'z') c -= 32;
    }

    /// <summary>One slip inside a word: two letters swapped, one left out or one doubled.</summary>
    public static void Slip(ref MessageWriter message, ref RowRandom random)
    {
        Span<byte> text = message.Text;
        for (int attempt = 0; attempt < 4; attempt++)
        {
            int at = 1 + random.Below(Math.Max(1, text.Length - 3));
            if (at + 2 >= text.Length || !(IsLetter(text[at - 1]) && IsLetter(text[at]) && IsLetter(text[at + 1]) && IsLetter(text[at + 2]))) continue;
            switch (random.Below(3))
            {
                case 0:
                    (text[at], text[at + 1]) = (text[at + 1], text[at]);
                    break;
                case 1:
                    text[(at + 1)..].CopyTo(text[at..]);
                    message.Length--;
                    break;
                default:
                    text[at..].CopyTo(message.Room[(at + 1)..]);
                    message.Length++;
                    break;
            }

            return;
        }
    }

    private static bool IsLetter(byte c) => (uint)((c | 32) - 'a') < 26;
}
