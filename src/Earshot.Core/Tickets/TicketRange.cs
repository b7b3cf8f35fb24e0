namespace Earshot.Core.Tickets;

/// <summary>Which tickets are wanted.</summary>
public sealed record TicketRange
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>First day (UTC), inclusive; null for the beginning.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>Last day (UTC), inclusive; null for no end.</summary>
    public DateOnly? End { get; init; }

    /// <summary>Tickets at most, the first in the order of the workspace; null for all.</summary>
    public long? Limit { get; init; }

    /// <summary>Whether tickets that an earlier <c>embed</c> did with the text that they have are left out.</summary>
    public bool SkipEmbedded { get; init; }

    /// <summary>Whether a ticket must have a date.</summary>
    public bool IsDated => Start is not null || End is not null;

    /// <summary>Everything wrong with it.</summary>
    public IEnumerable<string> Validate()
    {
        if (Start > End) yield return $"the first day, {Start:yyyy-MM-dd}, is after the last, {End:yyyy-MM-dd}";
        if (Limit < 1) yield return $"the limit is {Limit:N0}; allowed is 1 and more";
    }

    /// <summary>Whether an instant lies in it.</summary>
    /// <param name="microseconds">Since 1970-01-01 in UTC.</param>
    public bool Includes(long microseconds)
    {
        long day = (long)Math.Floor((double)microseconds / MicrosecondsPerDay) + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return (Start is not { } start || day >= start.DayNumber) && (End is not { } end || day <= end.DayNumber);
    }
}
