using Earshot.Storage.DuckDb;

namespace Earshot.Tests.Storage;

/// <summary>The memory of the process is everybody's: only a test that runs alone can tell whose it is.</summary>
[CollectionDefinition(nameof(DuckDbMemoryTests), DisableParallelization = true)]
[Collection(nameof(DuckDbMemoryTests))]
public sealed class DuckDbMemoryTests
{
    [Fact]
    public void Thousands_of_statements_leave_no_memory_behind()
    {
        using DuckDbDatabase database = new(memoryMegabytes: 256);
        long before = 0;
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 1_000; i++)
            {
                using DuckDbConnection connection = database.Connect();
                using DuckDbResult result = connection.Query("SELECT repeat('x', 10000) AS x FROM range(10)");
                result.ReadChunk(_ => { });
                Assert.Throws<DuckDbException>(() => connection.Execute("SELECT x"));
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (round == 0) before = Environment.WorkingSet;
        }

        // Two further rounds leak at least 2 × 1,000 × 100 kB if results are not freed; what is allowed is what the process needs otherwise.
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100_000_000);
    }
}
