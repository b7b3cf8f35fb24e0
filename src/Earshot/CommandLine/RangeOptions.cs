using System.CommandLine;
using System.Globalization;
using Earshot.Core;
using Earshot.Core.Tickets;

namespace Earshot.CommandLine;

/// <summary>Options that choose among the tickets of a workspace by day and number.</summary>
internal static class RangeOptions
{
    public static readonly Option<string> StartDate = new("--start-date") { Description = "only tickets from this day on (UTC), inclusive", HelpName = "DATE" };
    public static readonly Option<string> EndDate = new("--end-date") { Description = "only tickets to this day (UTC), inclusive", HelpName = "DATE" };
    public static readonly Option<long?> Limit = new("--limit") { Description = "only the first N of them", HelpName = "N" };

    /// <summary>What the options say.</summary>
    /// <exception cref="EarshotException">A day is none (exit 2).</exception>
    public static TicketRange Of(Invocation invocation) =>
        new() { Start = Day(invocation, StartDate), End = Day(invocation, EndDate), Limit = invocation.Get(Limit) };

    /// <summary>The range, if nothing is wrong with it.</summary>
    /// <param name="command">The command whose help shows examples.</param>
    /// <exception cref="EarshotException">All that is wrong (exit 2).</exception>
    public static TicketRange Valid(this TicketRange range, string command)
    {
        string[] faults = [.. range.Validate()];
        return faults.Length == 0 ? range : throw new EarshotException(string.Join('\n', faults), $"`earshot {command} --help` shows examples", ExitCode.Usage);
    }

    private static DateOnly? Day(Invocation invocation, Option<string> option)
    {
        if (invocation.Get(option) is not { } text) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw new EarshotException($"{option.Name} '{text}' is not a day", "write it as yyyy-MM-dd, for example 2026-01-31", ExitCode.Usage);
    }
}
