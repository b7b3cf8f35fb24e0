using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Earshot.Core.Text;

/// <summary>What lines of an e-mail or a help desk ticket are: the beginning of a quoted reply, of a signature, a footer.</summary>
internal static class MailLines
{
    private static readonly string[] Closings =
    [
        "best regards", "kind regards", "warm regards", "with regards", "with kind regards", "with best regards", "many regards", "best wishes",
        "regards", "best,", "all the best", "sincerely", "yours sincerely",
        "yours truly", "yours faithfully", "respectfully", "cheers", "thanks", "thank you", "many thanks", "thanks and regards", "thanks & regards",
        "thx", "mit freundlichen grüßen", "mit freundlichem gruß",
        "mit freundlichen gruessen", "freundliche grüße", "viele grüße", "beste grüße", "liebe grüße", "mfg", "cordialement", "bien cordialement",
        "bien à vous", "salutations", "saludos", "un saludo",
        "atentamente", "saludos cordiales", "cordiali saluti", "distinti saluti", "met vriendelijke groet", "met vriendelijke groeten", "groeten",
        "atenciosamente", "com os melhores cumprimentos",
        "med vänlig hälsning", "vänliga hälsningar", "med venlig hilsen", "venlig hilsen", "med vennlig hilsen", "vennlig hilsen",
        "ystävällisin terveisin", "pozdrawiam", "s pozdravem", "saygılarımla",
    ];

    private static readonly string[] Footers =
    [
        "sent from my ", "sent from mail for ", "sent from yahoo", "sent via ", "get outlook for ", "von meinem iphone gesendet",
        "gesendet von meinem", "envoyé de mon", "enviado desde mi", "inviato da iphone", "verstuurd vanaf mijn",
        "enviado do meu", "skickat från min", "this email was sent", "to unsubscribe", "unsubscribe from", "view this email in your browser",
        "you received this message because", "you are receiving this because",
            "caution: this email", "external email:", "caution: external", "please consider the environment", "this message has been scanned",
            "this email has been scanned", "##- please type your reply above this line -##",
    ];

    private static readonly SearchValues<string> Disclaimers = SearchValues.Create(
        [
            "this e-mail and any", "this email and any", "this message and any", "intended solely for", "intended only for the",
            "not the intended recipient", "confidential and intended", "confidentiality notice", "privileged and confidential",
            "diese e-mail enthält vertraul", "diese nachricht ist vertraulich", "ce message et toutes les pi", "este mensaje y sus",
            "este correo electrónico", "questo messaggio è",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly string[] ReplyWords = ["on ", "am ", "le ", "el ", "il ", "em ", "op ", "den ", "dnia ", "begin forwarded"];

    private static readonly string[] QuoteMarks =
    [
        "original message", "forwarded message", "ursprüngliche nachricht", "original-nachricht", "message d'origine", "mensaje original",
        "messaggio originale", "oorspronkelijk bericht", "mensagem original", "forwarded by", "reply message",
    ];

    private static readonly string[] HeaderNames =
    [
        "from:", "sent:", "to:", "cc:", "date:", "subject:", "von:", "gesendet:", "an:", "betreff:", "de :", "envoyé :", "à :", "objet :", "de:",
        "enviado:", "para:", "asunto:", "van:", "verzonden:", "aan:", "onderwerp:", "reply-to:",
    ];

    // Three letters of phrases no longer than that, four of the others.
    private static readonly FrozenSet<uint> Beginnings = Closings.Concat(Footers).Concat(HeaderNames).Concat(ReplyWords)
        .Select(static phrase => Key(Encoding.UTF8.GetBytes(phrase), Math.Min(phrase.Length, 4))).ToFrozenSet();

    /// <summary>"-- " alone, which begins a signature by long custom.</summary>
    public static bool IsSignatureMark(ReadOnlySpan<char> line) => line is "--" or "—" or "__";

    /// <summary>A closing such as "Best regards," or "Thanks, Bob" that fills its line.</summary>
    public static bool IsClosing(ReadOnlySpan<char> line)
    {
        if (line.Length is < 3 or > 48 || line.IndexOfAny("?:0123456789") >= 0) return false;
        foreach (string closing in Closings)
        {
            if (!line.StartsWith(closing, StringComparison.OrdinalIgnoreCase)) continue;
            ReadOnlySpan<char> rest = line[closing.Length..];
            if (rest.Trim(" ,.!-").IsEmpty) return true;
            // A name after a comma: at most three words.
            if (rest[0] is ',' or '!' or '.' || closing[^1] == ',') return rest.Trim(" ,.!-").Count(' ') <= 2 && rest.Length <= 32;
        }

        return false;
    }

    /// <summary>A line that mail programs, gateways and lists add.</summary>
    public static bool IsFooter(ReadOnlySpan<char> line)
    {
        if (line.Length > 300) return false;
        foreach (string footer in Footers)
            if (line.StartsWith(footer, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>False for a line that begins like nothing this class knows, told by its first four letters; disclaimers, found within a line, apart.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> line) =>
        line.Length >= 3
            && (line[..Math.Min(line.Length, 4)].ContainsAnyInRange((byte)0x80, (byte)0xFF) || Beginnings.Contains(Key(line, 3))
            || (line.Length > 3 && Beginnings.Contains(Key(line, 4))));

    /// <summary>The beginning of a paragraph about confidentiality.</summary>
    public static bool IsDisclaimer(ReadOnlySpan<char> line) => line.Length > 20 && line[..Math.Min(line.Length, 400)].IndexOfAny(Disclaimers) >= 0;

    /// <summary>"On Monday, Bob wrote:" in several languages.</summary>
    public static bool IsReplyHeader(ReadOnlySpan<char> line)
    {
        if (line.Length is < 10 or > 300 || line[^1] != ':') return false;
        return Is(line, "on ", "wrote:") || Is(line, "am ", "schrieb", "") || Is(line, "le ", "a écrit") || Is(line, "el ", "escribió:")
            || Is(line, "il ", "ha scritto:") || Is(line, "em ", "escreveu:") || Is(line, "op ", "schreef")
            || Is(line, "den ", "skrev") || Is(line, "dnia ", "napisał");
    }

    /// <summary>"-----Original Message-----", a forwarded message's mark, or an Outlook header block's first line (with the next line given).</summary>
    public static bool IsQuoteMark(ReadOnlySpan<char> line, ReadOnlySpan<char> next)
    {
        if (line.StartsWith("--") || line.StartsWith("__") || line.StartsWith("==") || line.StartsWith("Begin forwarded"))
        {
            foreach (string mark in QuoteMarks)
                if (line.Contains(mark, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return IsHeader(line) && IsHeader(next);
    }

    /// <summary>"From: …", "Subject: …" and their like.</summary>
    public static bool IsHeader(ReadOnlySpan<char> line)
    {
        line = line.TrimStart("*> ");
        foreach (string name in HeaderNames)
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool Is(ReadOnlySpan<char> line, string begin, string end, string last = "") =>
        line.StartsWith(begin, StringComparison.OrdinalIgnoreCase) && line.Contains(end, StringComparison.OrdinalIgnoreCase)
            && line.EndsWith(last + ":", StringComparison.Ordinal);

    private static uint Key(ReadOnlySpan<byte> text, int letters)
    {
        uint key = 0;
        for (int i = 0; i < letters; i++) key = key << 8 | text[i] | 0x20u;
        return key;
    }
}
