using Earshot.Core.Assets;

namespace Earshot.Tests.Core.Assets;

public sealed class InOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Results_are_used_in_order_whatever_the_threads(int threads)
    {
        List<int> used = [];
        InOrder.ForEach(100, threads, i => i * i, (i, square) => used.Add(square - (i * i) + i), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 100), used);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void The_first_fault_ends_the_work_and_nothing_after_it_is_used(int threads)
    {
        List<int> used = [];

        InvalidOperationException fault = Assert.Throws<InvalidOperationException>(() => InOrder.ForEach(
            100, threads, i => i is 7 or 9 ? throw new InvalidOperationException("fault " + i) : i, (_, i) => used.Add(i), TestContext.Current.CancellationToken));

        Assert.Equal("fault 7", fault.Message);
        Assert.Equal(Enumerable.Range(0, 7), used);
    }
}
