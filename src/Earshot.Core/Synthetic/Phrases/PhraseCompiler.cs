using System.Text;

namespace Earshot.Core.Synthetic.Phrases;

/// <summary>
/// Compiles phrases from text. A group of phrases is a text with one phrase a line. In a phrase, <c>[a|b|]</c> is one of the
/// alternatives (which nest and may be empty), <c>{name}</c> a phrase of the group of that name, <c>{date}</c> a recent day ("on
/// Monday"), <c>{day}</c> the same for after "since" ("Monday"), <c>{it}</c> the topic's subject; <c>#</c> is a digit, <c>^</c> a digit from 1 to 9,
/// <c>~</c> a hexadecimal digit, <c>№</c> the character #, <c>¶</c> a line break.
/// </summary>
internal sealed class PhraseCompiler
{
    private readonly List<byte> _bytes = [];
    private readonly List<Step> _steps = [];
    private readonly List<int> _alternatives = [];
    private readonly Dictionary<string, (int Start, int Count)> _literals = [];
    private readonly Dictionary<string, Step> _named = [];

    /// <summary>Compiles a group that later phrases refer to as <c>{name}</c>; a fact is the same at each use in a message.</summary>
    public void Define(string name, string lines, bool isFact)
    {
        PhraseGroup group = Add(lines);
        _named.Add(name, new Step(isFact ? StepKind.Fact : StepKind.Choice, (ushort)group.Count, group.Start));
    }

    /// <summary>Compiles a group; throws <see cref="FormatException"/> with the phrase when a bracket is open or a name unknown.</summary>
    public PhraseGroup Add(string lines)
    {
        List<int> addresses = [];
        foreach (ReadOnlySpan<char> line in lines.AsSpan().EnumerateLines())
            if (line.Length > 0) addresses.Add(Phrase(line));
        return Group(addresses);
    }

    /// <summary>Everything compiled so far.</summary>
    public PhraseTable Build() => new([.. _bytes], [.. _steps], [.. _alternatives]);

    private PhraseGroup Group(List<int> addresses)
    {
        PhraseGroup group = new(_alternatives.Count, addresses.Count);
        _alternatives.AddRange(addresses);
        return group;
    }

    private int Phrase(ReadOnlySpan<char> text)
    {
        List<Step> steps = [];
        int at = 0;
        while (at < text.Length)
        {
            char c = text[at];
            if (c == '[')
            {
                int end = Closing(text, at);
                PhraseGroup group = Inline(text[(at + 1)..end]);
                steps.Add(new Step(StepKind.Choice, (ushort)group.Count, group.Start));
                at = end + 1;
            }
            else if (c == '{')
            {
                int length = text[at..].IndexOf('}');
                if (length < 0) throw Fault(text);
                steps.Add(Named(text.Slice(at + 1, length - 1), text));
                at += length + 1;
            }
            else if (c is '#' or '~' or '^')
            {
                int run = c == '^' ? 1 : text[at..].IndexOfAnyExcept(c);
                if (run < 0) run = text.Length - at;
                steps.Add(new Step(c switch { '#' => StepKind.Digits, '~' => StepKind.Hex, _ => StepKind.LeadingDigit }, (ushort)run, 0));
                at += run;
            }
            else
            {
                int length = text[at..].IndexOfAny("[{#~^");
                if (length < 0) length = text.Length - at;
                steps.Add(Literal(text.Slice(at, length).ToString()));
                at += length;
            }
        }

        steps.Add(new Step(StepKind.End, 0, 0));
        int address = _steps.Count;
        _steps.AddRange(steps);
        return address;
    }

    private PhraseGroup Inline(ReadOnlySpan<char> choices)
    {
        List<int> addresses = [];
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= choices.Length; i++)
        {
            if (i == choices.Length || (choices[i] == '|' && depth == 0))
            {
                addresses.Add(Phrase(choices[start..i]));
                start = i + 1;
            }
            else if (choices[i] == '[')
            {
                depth++;
            }
            else if (choices[i] == ']')
            {
                depth--;
            }
        }

        return Group(addresses);
    }

    private Step Named(ReadOnlySpan<char> name, ReadOnlySpan<char> phrase)
    {
        if (name is "date") return new Step(StepKind.Date, 0, 0);
        if (name is "day") return new Step(StepKind.Day, 0, 0);
        if (name is "it") return new Step(StepKind.Subject, 0, 0);
        return _named.TryGetValue(name.ToString(), out Step step) ? step : throw Fault(phrase);
    }

    private Step Literal(string text)
    {
        if (!_literals.TryGetValue(text, out (int Start, int Count) place))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text.Replace('№', '#').Replace('¶', '\n'));
            place = (_bytes.Count, bytes.Length);
            _bytes.AddRange(bytes);
            _literals.Add(text, place);
        }

        return new Step(StepKind.Literal, (ushort)place.Count, place.Start);
    }

    private static int Closing(ReadOnlySpan<char> text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length; i++)
        {
            if (text[i] == '[') depth++;
            else if (text[i] == ']' && --depth == 0) return i;
        }

        throw Fault(text);
    }

    private static FormatException Fault(ReadOnlySpan<char> phrase) => new($"phrase with an open bracket or an unknown name: {phrase}");
}
