using Earshot.Core.Runs;
using Earshot.Storage.Embeddings;

namespace Earshot.Tests.Storage.Embeddings;

public sealed class EmbeddedTicketsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_ticket_is_passed_over_by_its_number_and_again_embedded_when_its_text_changed()
    {
        using TemporaryFolder folder = new();
        using (EmbeddedTickets tickets = Open(folder, Noon)) tickets.Add([0, 17, long.MaxValue], [5, -6, 7]);
        using EmbeddedTickets again = Open(folder, Noon.AddDays(1));
        Assert.Equal(3, again.Count);
        bool[] embedded = new bool[4];
        again.WhichAreEmbedded([17, 18, 0, long.MaxValue], [-6, 7, 4, 7], embedded);
        Assert.Equal([true, false, false, true], embedded);
    }

    [Fact]
    public void The_last_time_and_the_last_text_count()
    {
        using TemporaryFolder folder = new();
        using (EmbeddedTickets tickets = Open(folder, Noon)) tickets.Add([1, 2], [10, 20]);
        using (EmbeddedTickets tickets = Open(folder, Noon.AddHours(1))) tickets.Add([2], [21]);
        using EmbeddedTickets again = Open(folder, Noon.AddDays(9));
        bool[] embedded = new bool[2];
        again.WhichAreEmbedded([2, 2], [20, 21], embedded);
        Assert.Equal([false, true], embedded);
        Assert.Equal([Noon, Noon.AddHours(1), null], new long[] { 1, 2, 3 }.Select(again.EmbeddedAt));
        Assert.Equal(2, again.Count);
    }

    [Fact]
    public void A_ticket_that_is_embedded_again_with_the_same_text_takes_no_more_room()
    {
        using TemporaryFolder folder = new();
        long[] ids = [.. Enumerable.Range(0, 9_000)];
        using (EmbeddedTickets tickets = Open(folder, Noon)) tickets.Add(ids, ids);
        using (EmbeddedTickets tickets = Open(folder, Noon.AddHours(1))) tickets.Add(ids, ids);
        Assert.Single(Directory.GetFiles(folder.At("embedded"), "*.segment", SearchOption.AllDirectories));
        using EmbeddedTickets again = Open(folder, Noon.AddDays(9));
        Assert.Equal((Noon, 9_000), (again.EmbeddedAt(8_999), again.Count));
    }

    [Fact]
    public void What_one_model_embedded_another_has_not()
    {
        using TemporaryFolder folder = new();
        using (EmbeddedTickets tickets = Open(folder, Noon)) tickets.Add([1], [10]);
        using EmbeddedTickets other = Open(folder, Noon, "another");
        Assert.Equal(0, other.Count);
        Assert.Null(other.EmbeddedAt(1));
    }

    [Fact]
    public void More_tickets_than_one_block_are_answered_in_their_order()
    {
        using TemporaryFolder folder = new();
        long[] ids = [.. Enumerable.Range(0, 10_000).Select(i => i * 31L)];
        using EmbeddedTickets tickets = Open(folder, Noon);
        tickets.Add(ids, ids);
        bool[] embedded = new bool[20_000];
        long[] asked = [.. Enumerable.Range(0, 20_000).Reverse().Select(i => (long)i)];
        tickets.WhichAreEmbedded(asked, asked, embedded);
        Assert.Equal(asked.Select(id => id % 31 == 0), embedded);
    }

    private static EmbeddedTickets Open(TemporaryFolder folder, DateTimeOffset now, string model = "teacher@1") =>
        EmbeddedTickets.Open(folder.At("embedded"), model, new StoppedClock(now), SilentObserver.Instance);

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
