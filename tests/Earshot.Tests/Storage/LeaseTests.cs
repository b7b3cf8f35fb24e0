using Earshot.Core;
using Earshot.Storage.Workspaces;

namespace Earshot.Tests.Storage;

public sealed class LeaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_many_that_take_and_give_back_a_lease_over_and_over_never_two_hold_it()
    {
        const int People = 8, Times = 150;
        var workspace = Workspace.OpenOrCreate(_folder.At("w"));
        int holding = 0, most = 0, held = 0;
        Thread[] people = new Thread[People];
        Exception?[] faults = new Exception?[People];
        for (int person = 0; person < People; person++)
        {
            int own = person;
            people[person] = new Thread(() => faults[own] = Record.Exception(() =>
            {
                for (int time = 0; time < Times; time++) Hold();
            }));
            people[person].Start();
        }

        foreach (Thread person in people) person.Join();
        Assert.All(faults, Assert.Null);
        Assert.Equal(1, most);
        Assert.InRange(held, 20, People * Times);
        Assert.Empty(Directory.GetFiles(workspace.At("leases")));

        void Hold()
        {
            try
            {
                using var lease = Lease.Take(workspace, TimeProvider.System);
                int now = Interlocked.Increment(ref holding);
                if (now > most) most = now;
                Interlocked.Increment(ref held);
                Thread.Yield();
                Interlocked.Decrement(ref holding);
            }
            catch (EarshotException refused)
            {
                Assert.Equal(4, refused.ExitCode);
            }
        }
    }
}
