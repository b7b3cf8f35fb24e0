using System.Text;
using Earshot.Core;
using Earshot.Core.Topics.Life;
using Earshot.Storage.Topics;
using Earshot.Storage.Workspaces;

namespace Earshot.Tests.Storage.Topics;

public sealed class TopicJournalTests : IDisposable
{
    private static readonly TopicEvent[] One =
    [
        new TopicEvent.Fitted(1, null, 9, [new TopicTransition(TopicTransitionKind.Split, 1, [3], [3, 8], 0.25, 0.2, [new TopicOverlap(3, 8, 5, 10, 12, 0.8125)])]),
        new TopicEvent.Promoted(1), new TopicEvent.RolledBack(1), new TopicEdit.Rename(3, "Rückgabe \"x\"\n"),
        new TopicEdit.Merge([3, 7]), new TopicEdit.Split(3), new TopicEdit.Pin(3, true), new TopicEdit.Hide(3, false), new TopicEdit.Move([1, -2], 3), new TopicEvent.Undone(5),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly Workspace _workspace;

    public TopicJournalTests() => _workspace = Workspace.OpenOrCreate(_folder.At("workspace"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Events_are_read_as_they_were_kept_one_a_line()
    {
        Assert.Empty(TopicJournal.Read(_workspace).Events);
        IReadOnlyList<TopicEvent> kept = Append(0, One);
        TopicJournal read = TopicJournal.Read(_workspace);
        Assert.Equal(One.Length, read.Last);
        Assert.Equivalent(kept, read.Events, strict: true);
        Assert.Equal(Enumerable.Range(1, One.Length), read.Events.Select(@event => @event.Sequence));
        string[] lines = File.ReadAllLines(TopicJournal.PathIn(_workspace));
        Assert.Equal(One.Length, lines.Length);
        Assert.Matches("""^\{"event":"pin","sequence":7,"at":"20[^"]+\+00:00","topic":3,"on":true\}$""", lines[6]);
        Assert.Contains("\"kind\":\"split\"", lines[0]);
    }

    [Fact]
    public void What_was_kept_before_stays_byte_for_byte()
    {
        Append(0, One);
        byte[] before = File.ReadAllBytes(TopicJournal.PathIn(_workspace));
        Append(One.Length, new TopicEdit.Split(4));
        byte[] after = File.ReadAllBytes(TopicJournal.PathIn(_workspace));
        Assert.Equal(before, after[..before.Length]);
        Assert.Equal(new TopicEdit.Split(4), TopicJournal.Read(_workspace).Events[^1] with { Sequence = 0, At = default });
    }

    [Fact]
    public void The_second_of_two_edits_that_knew_the_same_is_refused_and_changes_nothing()
    {
        Append(0, new TopicEdit.Rename(3, "A"));
        Append(1, new TopicEdit.Rename(3, "B"));
        EarshotException refused = Assert.Throws<EarshotException>(() => Append(1, new TopicEdit.Rename(3, "C")));
        Assert.Equal("somebody else edited the topics meanwhile; nothing was changed", refused.Message);
        Assert.Equal(4, refused.ExitCode);
        Assert.Equal("B", Assert.IsType<TopicEdit.Rename>(TopicJournal.Read(_workspace).Events[^1]).Name);
    }

    [Fact]
    public void Of_many_edits_at_once_each_is_kept_whole_or_refused()
    {
        const int People = 8;
        int kept = 0;
        Parallel.For(0, People, new ParallelOptions { MaxDegreeOfParallelism = People }, person =>
        {
            try
            {
                Append(0, new TopicEdit.Rename(3, $"by {person}"), new TopicEdit.Pin(3, true));
                Interlocked.Increment(ref kept);
            }
            catch (EarshotException e)
            {
                Assert.Equal(4, e.ExitCode);
            }
        });
        Assert.Equal(1, kept);
        Assert.Equal(2, TopicJournal.Read(_workspace).Last);
        Assert.Single(Directory.GetFiles(_workspace.At("topics")));
    }

    [Fact]
    public void A_file_that_a_kill_left_half_written_is_cleared_away_and_takes_nothing_with_it()
    {
        Append(0, new TopicEdit.Rename(3, "A"));
        File.WriteAllText(_workspace.At("topics", "journal.jsonl.999999999.partial"), "{\"event\":\"rena");
        Append(1, new TopicEdit.Rename(3, "B"));
        Assert.Equal(["journal.jsonl"], Directory.GetFiles(_workspace.At("topics")).Select(Path.GetFileName));
        Assert.Equal(2, TopicJournal.Read(_workspace).Last);
    }

    [Theory]
    [InlineData(0, "{\"event\":\"split\",\"sequ", "line 3 of PATH is damaged: it ends in the middle")]
    [InlineData(0, "garbage\n", "line 3 of PATH is damaged: it is no event that this version knows")]
    [InlineData(0, "{\"event\":\"explode\",\"sequence\":3,\"topic\":3}\n", "line 3 of PATH is damaged: it is no event that this version knows")]
    [InlineData(0, "{\"event\":\"rename\",\"sequence\":3,\"topic\":3}\n", "line 3 of PATH is damaged: it is no event that this version knows")]
    [InlineData(0, "{\"event\":\"split\",\"sequence\":2,\"topic\":3}\n", "line 3 of PATH is damaged: event 3 is expected there")]
    [InlineData(1, "\0\0\0\0", "line 2 of PATH is damaged: it ends in the middle")]
    [InlineData(1, "\n", "line 2 of PATH is damaged: it is no event that this version knows")]
    public void A_damaged_line_is_told_with_file_and_line_and_nothing_is_written_over_it(int kept, string rest, string message)
    {
        Append(0, new TopicEdit.Rename(3, "A"), new TopicEdit.Rename(3, "B"));
        string path = TopicJournal.PathIn(_workspace);
        string damaged = string.Concat(File.ReadLines(path).Take(kept == 0 ? 2 : kept).Select(line => line + "\n")) + rest;
        File.WriteAllText(path, damaged, new UTF8Encoding(false));
        EarshotException fault = Assert.Throws<EarshotException>(() => TopicJournal.Read(_workspace));
        Assert.Equal(message.Replace("PATH", path, StringComparison.Ordinal), fault.Message);
        Assert.Throws<EarshotException>(() => Append(2, new TopicEdit.Split(3)));
        Assert.Equal(damaged, File.ReadAllText(path));
    }

    private IReadOnlyList<TopicEvent> Append(int last, params TopicEvent[] events)
    {
        using Lease lease = Lease.Take(_workspace, TimeProvider.System);
        return TopicJournal.Append(_workspace, lease, last, events, TimeProvider.System);
    }
}
