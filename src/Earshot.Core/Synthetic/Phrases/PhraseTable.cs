namespace Earshot.Core.Synthetic.Phrases;

/// <summary>What a step of a compiled phrase writes.</summary>
internal enum StepKind : byte
{
    End,

    /// <summary>Bytes <c>Start … Start + Count</c> of the table.</summary>
    Literal,

    /// <summary>One of <c>Count</c> phrases, whose addresses begin at <c>Start</c> of the alternatives.</summary>
    Choice,

    /// <summary>As a choice, and the same one each time in a message.</summary>
    Fact,

    /// <summary><c>Count</c> decimal digits.</summary>
    Digits,

    /// <summary>One digit from 1 to 9.</summary>
    LeadingDigit,

    /// <summary><c>Count</c> lower-case hexadecimal digits.</summary>
    Hex,

    /// <summary>A day shortly before the ticket was written, as when something happened: "on Monday".</summary>
    Date,

    /// <summary>Such a day by its name alone: "Monday".</summary>
    Day,

    /// <summary>What the ticket's topic calls its subject.</summary>
    Subject,
}

/// <summary>A step of a compiled phrase.</summary>
internal readonly record struct Step(StepKind Kind, ushort Count, int Start);

/// <summary>Phrases of which one is drawn: <c>Count</c> addresses from <c>Start</c> of the alternatives.</summary>
internal readonly record struct PhraseGroup(int Start, int Count);

/// <summary>All phrases as UTF-8 fragments and steps that refer to them: writing a message copies bytes and makes no strings.</summary>
internal sealed record PhraseTable(byte[] Bytes, Step[] Steps, int[] Alternatives);
