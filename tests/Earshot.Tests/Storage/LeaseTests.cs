using System.Text.Json;
using Earshot.Core;
using Earshot.Storage.Workspaces;

namespace Earshot.Tests.Storage;

public sealed class LeaseTests : IDisposable
{
    private const int Nobody = int.MaxValue; // no system gives a process this number

    private readonly TemporaryFolder _folder = new();
    private readonly Workspace _workspace;
    private int _dead;

    public LeaseTests() => _workspace = Workspace.OpenOrCreate(_folder.At("w"));

    private string File => _workspace.At("leases", "run.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_many_that_take_and_give_back_a_lease_over_and_over_never_two_hold_it() => TakeByMany(lease => lease.Dispose());

    [Fact]
    public void Of_many_that_find_the_lease_of_one_that_was_killed_and_are_killed_themselves_never_two_hold_it()
    {
        Write(Dead());
        TakeByMany(_ => Write(Dead()));
    }

    [Fact]
    public void A_take_over_that_was_killed_is_in_nobodys_way()
    {
        LeaseRecord dead = Dead();
        Write(dead);
        System.IO.File.WriteAllText(Guard(dead), "");
        using (Lease.Take(_workspace, TimeProvider.System)) Assert.Equal(Environment.ProcessId, Read().ProcessId);
        Assert.Empty(Directory.GetFiles(_workspace.At("leases")));
    }

    [Fact]
    public void A_take_over_that_another_is_at_is_left_to_it()
    {
        LeaseRecord dead = Dead();
        Write(dead);
        using FileStream guard = new(Guard(dead), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        EarshotException refused = Assert.Throws<EarshotException>(() => Lease.Take(_workspace, TimeProvider.System));
        Assert.Equal(4, refused.ExitCode);
        Assert.Equal(dead, Read());
    }

    [Theory]
    [InlineData("machine")]
    [InlineData("process")]
    [InlineData("start")]
    public void The_lease_of_another_that_took_over_is_neither_renewed_nor_given_back(string differs)
    {
        HandWoundClock clock = new();
        LeaseRecord other;
        using (Lease.Take(_workspace, clock))
        {
            LeaseRecord own = Read();
            clock.Ring();
            Assert.NotEqual(own, Read());
            other = differs switch
            {
                "machine" => own with { Machine = "elsewhere" },
                "process" => own with { ProcessId = Nobody },
                _ => own with { Started = own.Started.AddHours(-1) },
            };
            Write(other);
            clock.Ring();
            Assert.Equal(other, Read());
        }

        Assert.Equal(other, Read());
    }

    // All begin at once, on a clock by which nothing is renewed: those who are killed do nothing any more.
    private void TakeByMany(Action<Lease> end)
    {
        const int People = 8, Times = 150;
        HandWoundClock clock = new();
        int holding = 0, overlaps = 0, held = 0;
        using Barrier start = new(People);
        Thread[] people = new Thread[People];
        Exception?[] faults = new Exception?[People];
        for (int person = 0; person < People; person++)
        {
            int own = person;
            people[person] = new Thread(() => faults[own] = Record.Exception(() =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                for (int time = 0; time < Times; time++) Hold();
            }));
            people[person].Start();
        }

        foreach (Thread person in people) person.Join();
        Assert.Equal(0, overlaps);
        Assert.All(faults, Assert.Null);
        Assert.InRange(held, 20, People * Times);
        Lease.Take(_workspace, TimeProvider.System).Dispose();
        Assert.Empty(Directory.GetFiles(_workspace.At("leases")));

        void Hold()
        {
            try
            {
                Lease lease = Lease.Take(_workspace, clock);
                if (Interlocked.Increment(ref holding) > 1) Interlocked.Increment(ref overlaps);
                Interlocked.Increment(ref held);
                Thread.Yield();
                Interlocked.Decrement(ref holding);
                end(lease);
            }
            catch (EarshotException refused)
            {
                Assert.Equal(4, refused.ExitCode);
            }
        }
    }

    // No two are alike, as no two processes are.
    private LeaseRecord Dead() => new(Environment.MachineName, Nobody, DateTime.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(Interlocked.Increment(ref _dead)));

    private string Guard(LeaseRecord dead) => $"{File}.{dead.ProcessId}.partial.takeover-{dead.Expires.UtcTicks:x}";

    private void Write(LeaseRecord record) => AtomicFile.Write(File, JsonSerializer.SerializeToUtf8Bytes(record, StorageJson.Default.LeaseRecord));

    private LeaseRecord Read() => JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), StorageJson.Default.LeaseRecord)!;

    /// <summary>A clock whose only timer goes off when it is told to; each time a second has passed.</summary>
    private sealed class HandWoundClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(70);
        private Action _timer = () => { };

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timer = () => callback(state);
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Ring()
        {
            _now += TimeSpan.FromSeconds(1);
            _timer();
        }
    }
}
