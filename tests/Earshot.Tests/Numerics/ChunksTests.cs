using Earshot.Numerics;

namespace Earshot.Tests.Numerics;

public sealed class ChunksTests
{
    [Theory]
    [InlineData(0, 10, 4)]
    [InlineData(1, 10, 4)]
    [InlineData(10, 10, 4)]
    [InlineData(11, 10, 4)]
    [InlineData(1_003, 7, 8)]
    [InlineData(1_003, 7, 1)]
    public void Every_item_is_worked_on_once_in_chunks_that_do_not_depend_on_the_threads(int count, int size, int threads)
    {
        int[] visits = new int[count];
        Chunks.ForEach(count, size, threads, (chunk, first, end) =>
        {
            Assert.Equal(chunk * size, first);
            Assert.Equal(Math.Min(count, first + size), end);
            for (int i = first; i < end; i++) Interlocked.Increment(ref visits[i]);
        });
        Assert.All(visits, visit => Assert.Equal(1, visit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void The_exception_of_the_lowest_chunk_is_the_one_the_user_sees(int threads)
    {
        for (int attempt = 0; attempt < 50; attempt++)
        {
            InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => Chunks.ForEach(1_000, 10, threads, (chunk, _, _) =>
            {
                if (chunk % 10 == 3) throw new InvalidOperationException("chunk " + chunk);
            }));
            Assert.Equal("chunk 3", thrown.Message);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Cancelling_stops_before_the_work_is_done(int threads)
    {
        using CancellationTokenSource source = new();
        int done = 0;
        Assert.Throws<OperationCanceledException>(() => Chunks.ForEach(
            100_000,
            1,
            threads,
            (chunk, _, _) =>
            {
                if (chunk == 5) source.Cancel();
                Interlocked.Increment(ref done);
            },
            source.Token));
        Assert.InRange(done, 1, 50_000);
    }

    [Fact]
    public void Calls_inside_calls_finish()
    {
        int sum = 0;
        Chunks.ForEach(20, 1, 4, (_, _, _) => Chunks.ForEach(20, 1, 4, (_, _, _) => Interlocked.Increment(ref sum)));
        Assert.Equal(400, sum);
    }
}
