using System.Text.Json;
using Earshot.Core;
using Earshot.Core.Topics.Life;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Topics;

/// <summary>
/// The events of a workspace's topics, <c>topics/journal.jsonl</c>: one JSON object a line, numbered from 1. It is written whole, so a kill leaves it as it
/// was or as it is to be.
/// </summary>
public sealed class TopicJournal
{
    private readonly byte[] _lines;

    private TopicJournal(byte[] lines, IReadOnlyList<TopicEvent> events) => (_lines, Events) = (lines, events);

    /// <summary>All events, in their order.</summary>
    public IReadOnlyList<TopicEvent> Events { get; }

    /// <summary>Sequence number of the last event; 0 where there is none.</summary>
    public int Last => Events.Count;

    /// <summary>Path of the file.</summary>
    public static string PathIn(Workspace workspace) => workspace.At("topics", "journal.jsonl");

    /// <summary>Reads the events; none where there is no file.</summary>
    /// <exception cref="EarshotException">A line is damaged, or was written by a newer version.</exception>
    public static TopicJournal Read(Workspace workspace)
    {
        string path = PathIn(workspace);
        byte[] lines;
        try
        {
            lines = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new TopicJournal([], []);
        }

        List<TopicEvent> events = [];
        int start = 0;
        while (start < lines.Length)
        {
            int length = lines.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0) throw Damaged(path, events.Count + 1, "it ends in the middle");
            events.Add(Parse(lines.AsSpan(start, length), path, events.Count + 1));
            start += length + 1;
        }

        return new TopicJournal(lines, events);
    }

    /// <summary>Adds events that were decided on what the journal said at a time.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="lease">The right to write to it.</param>
    /// <param name="last">Sequence number of the last event that was known when they were decided on.</param>
    /// <param name="events">The events; they get numbers and an instant.</param>
    /// <param name="clock">Gives the instant.</param>
    /// <returns>The events as kept.</returns>
    /// <exception cref="EarshotException">There are later events: somebody else's (exit code 4); or a line is damaged.</exception>
    public static IReadOnlyList<TopicEvent> Append(Workspace workspace, Lease lease, int last, IReadOnlyList<TopicEvent> events, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(lease);
        TopicJournal journal = Read(workspace);
        if (journal.Last != last)
        {
            throw new EarshotException(
                "somebody else edited the topics meanwhile; nothing was changed",
                $"look again: `earshot topics history` tells what was done since event {last}; then type the command again",
                4);
        }

        string path = PathIn(workspace);
        DateTimeOffset now = clock.GetUtcNow().ToUniversalTime();
        TopicEvent[] kept = [.. events.Select((@event, i) => @event with { Sequence = last + 1 + i, At = now })];
        using MemoryStream lines = new();
        lines.Write(journal._lines);
        foreach (TopicEvent @event in kept)
        {
            JsonSerializer.Serialize(lines, @event, TopicJournalJson.Default.TopicEvent);
            lines.WriteByte((byte)'\n');
        }

        AtomicFile.Sweep(path);
        AtomicFile.Write(path, lines.GetBuffer().AsSpan(0, (int)lines.Length));
        return kept;
    }

    private static TopicEvent Parse(ReadOnlySpan<byte> line, string path, int number)
    {
        TopicEvent? read;
        try
        {
            read = JsonSerializer.Deserialize(line, TopicJournalJson.Default.TopicEvent);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Damaged(path, number, "it is no event that this version knows", e);
        }

        if (read is null || read.Sequence != number) throw Damaged(path, number, $"event {number} is expected there");
        return read;
    }

    private static EarshotException Damaged(string path, int line, string what, Exception? inner = null) => new(
        $"line {line} of {path} is damaged: {what}",
        $"put back a copy of the file; or `head -n {line - 1}` of it keeps the events before, and all later edits of topics are lost",
        1,
        inner);
}
