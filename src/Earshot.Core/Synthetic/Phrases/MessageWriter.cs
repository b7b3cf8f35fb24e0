namespace Earshot.Core.Synthetic.Phrases;

/// <summary>Writes phrases one after the other into the room for one message.</summary>
internal ref struct MessageWriter(PhraseTable table, TicketCalendar calendar, Span<byte> room)
{
    private readonly ReadOnlySpan<byte> _bytes = table.Bytes;
    private readonly ReadOnlySpan<Step> _steps = table.Steps;
    private readonly ReadOnlySpan<int> _alternatives = table.Alternatives;
    private readonly Span<byte> _room = room;

    /// <summary>Bytes written.</summary>
    public int Length { get; set; }

    /// <summary>What <c>{it}</c> stands for.</summary>
    public PhraseGroup Subject { get; init; }

    /// <summary>What the message's facts are drawn from.</summary>
    public ulong Facts { get; init; }

    /// <summary>The day of the ticket, 0 to 29.</summary>
    public int Day { get; init; }

    /// <summary>The message so far.</summary>
    public readonly Span<byte> Text => _room[..Length];

    /// <summary>All the room there is, for edits that lengthen the message.</summary>
    public readonly Span<byte> Room => _room;

    /// <summary>Writes a phrase of the group as the next sentence, after the stop and the blank that are due, and returns which one.</summary>
    public int Sentence(PhraseGroup group, ref RowRandom random)
    {
        int drawn = random.Below(group.Count);
        Sentence(group, drawn, ref random);
        return drawn;
    }

    /// <summary>Writes a phrase of the group that is not phrase <paramref name="other"/>.</summary>
    public void SentenceOtherThan(int other, PhraseGroup group, ref RowRandom random) =>
        Sentence(group, (other + 1 + random.Below(group.Count - 1)) % group.Count, ref random);

    private void Sentence(PhraseGroup group, int drawn, ref RowRandom random)
    {
        if (Length > 0 && _room[Length - 1] != '\n')
        {
            if (char.IsAsciiLetterOrDigit((char)_room[Length - 1])) _room[Length++] = (byte)'.';
            _room[Length++] = (byte)' ';
        }

        int start = Length;
        int address = _alternatives[group.Start + drawn];
        Run(address, ref random);

        // a slot's words are written as in the middle of a sentence; what the phrase itself begins with stays as it is
        if (_steps[address].Kind != StepKind.Literal) Capitalise(_room[start..Length]);
    }

    private static void Capitalise(Span<byte> sentence)
    {
        int word = sentence.IndexOfAnyExceptInRange((byte)'a', (byte)'z');
        if (word > 1 && sentence[word] is (byte)' ' or (byte)',') sentence[0] -= 32;
    }

    private void Run(int at, ref RowRandom random)
    {
        while (true)
        {
            Step step = _steps[at++];
            switch (step.Kind)
            {
                case StepKind.End:
                    return;
                case StepKind.Literal:
                    Append(_bytes.Slice(step.Start, step.Count));
                    break;
                case StepKind.Choice:
                    Run(_alternatives[step.Start + random.Below(step.Count)], ref random);
                    break;
                case StepKind.Fact:
                    RowRandom fact = new(Facts, step.Start);
                    Run(_alternatives[step.Start + fact.Below(step.Count)], ref fact);
                    break;
                case StepKind.Digits:
                    Digits(step.Count, ref random);
                    break;
                case StepKind.LeadingDigit:
                    _room[Length++] = (byte)('1' + random.Below(9));
                    break;
                case StepKind.Hex:
                    ulong bits = random.Next();
                    for (int i = 0; i < step.Count; i++, bits >>= 4) _room[Length++] = "0123456789abcdef"u8[(int)(bits & 15)];
                    break;
                case StepKind.Date:
                    Append(calendar.RecentDay(Day, ref random));
                    break;
                case StepKind.Day:
                    ReadOnlySpan<byte> day = calendar.RecentDay(Day, ref random);
                    Append(day.StartsWith("on "u8) ? day[3..] : day);
                    break;
                case StepKind.Subject:
                    Run(_alternatives[Subject.Start + random.Below(Subject.Count)], ref random);
                    break;
            }
        }
    }

    private void Digits(int count, ref RowRandom random)
    {
        uint value = (uint)(random.Next() >> 32);
        for (int i = 0; i < count; i++)
        {
            // the leading digit of a 32-bit fraction, then the rest of it: good for the nine digits that a phrase may ask for at most
            ulong scaled = (ulong)value * 10;
            _room[Length++] = (byte)('0' + (int)(scaled >> 32));
            value = (uint)scaled;
        }
    }

    /// <summary>Writes the bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_room[Length..]);
        Length += bytes.Length;
    }
}
