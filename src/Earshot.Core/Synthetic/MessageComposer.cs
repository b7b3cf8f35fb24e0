using Earshot.Core.Synthetic.Phrases;

namespace Earshot.Core.Synthetic;

/// <summary>Feelings of a ticket's writer; the order is that of <see cref="SyntheticTickets"/>' names.</summary>
internal enum Mood
{
    Negative,
    Neutral,
    Positive,
}

/// <summary>How soon an answer is needed.</summary>
internal enum Urgency
{
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>Puts the parts of a message together as its writer would.</summary>
internal sealed class MessageComposer(TicketPhrases phrases, TicketCalendar calendar)
{
    /// <summary>No message is longer, in bytes of UTF-8.</summary>
    public const int LongestMessage = 2048;

    private static readonly WeightedChoice ToneChoice = new([.. Tone.All.Select(tone => tone.Weight)]);

    /// <summary>Writes a message into <paramref name="room"/> (<see cref="LongestMessage"/> bytes) and returns its length.</summary>
    public int Write(Span<byte> room, CompiledTopic topic, Mood mood, Urgency urgency, int day, ref RowRandom random)
    {
        MessageWriter message = new(phrases.Table, calendar, room) { Subject = topic.Subjects, Day = day, Facts = random.Next() };
        if (topic.Incident is null && random.Below(1000) < 8)
        {
            message.Sentence(phrases.FollowUps, ref random);
            return message.Length;
        }

        Tone tone = Tone.All[ToneChoice.Draw(ref random)];
        WriteParts(ref message, topic, tone, mood, urgency, ref random);

        if (random.Percent(tone.LowerCase)) WritingStyle.LowerCase(ref message, ref random);
        else if (mood == Mood.Negative && random.Below(1000) < 14) WritingStyle.UpperCase(ref message);
        if (random.Percent(9)) WritingStyle.Slip(ref message, ref random);
        if (mood != Mood.Neutral && random.Percent(5))
        {
            message.Append(" "u8);
            message.Append(TicketPhrases.DrawEmoji(mood, ref random));
        }

        return message.Length;
    }

    private void WriteParts(ref MessageWriter message, CompiledTopic topic, Tone tone, Mood mood, Urgency urgency, ref RowRandom random)
    {
        bool greets = random.Percent(tone.Greeting);
        if (greets) message.Sentence(phrases.Greetings, ref random);
        if (random.Percent(tone.Context)) message.Sentence(phrases.Contexts, ref random);
        bool isShort = random.Percent(tone.Short);
        message.Sentence(isShort ? topic.Shorts : topic.Problems, ref random);
        int problemEnd = message.Length;
        bool feels = mood != Mood.Neutral && random.Percent(tone.Feeling);
        bool presses = urgency != Urgency.Medium && random.Percent(urgency == Urgency.Low ? 58 : 80);

        if (random.Percent(tone.Detail))
        {
            int first = message.Sentence(topic.Details, ref random);
            if (random.Percent(tone.SecondDetail)) message.SentenceOtherThan(first, topic.Details, ref random);
        }

        if (feels) message.Sentence(mood == Mood.Negative ? phrases.NegativeFeelings : phrases.PositiveFeelings, ref random);
        if (presses) message.Sentence(Pressure(urgency), ref random);
        else if (random.Percent(tone.Question)) message.Sentence(phrases.Questions, ref random);

        // who writes a single plain sentence more often says who or where as well; this keeps identical texts rare
        bool isBare = !(isShort || greets || feels || presses) && message.Length == problemEnd;
        if (random.Percent(isBare ? 62 : tone.Reference)) message.Sentence(topic.References, ref random);
        if (random.Below(1000) < 35) message.Sentence(phrases.PersonalDetails, ref random);
        if (random.Percent(tone.SignOff)) message.Sentence(phrases.SignOffs, ref random);
    }

    private PhraseGroup Pressure(Urgency urgency) => urgency switch
    {
        Urgency.Low => phrases.LowPressures,
        Urgency.High => phrases.HighPressures,
        _ => phrases.CriticalPressures,
    };
}
