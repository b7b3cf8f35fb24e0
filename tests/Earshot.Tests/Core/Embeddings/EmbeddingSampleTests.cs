using Earshot.Core.Embeddings;

namespace Earshot.Tests.Core.Embeddings;

public sealed class EmbeddingSampleTests
{
    [Theory]
    [InlineData(4_000, 10_003)]
    [InlineData(7, 7)]
    [InlineData(1, 100)]
    [InlineData(0, 100)]
    public void A_sample_of_a_sorted_file_is_spread_to_its_end_and_as_large_as_asked_for(int wanted, int rows)
    {
        int[] taken = [.. Enumerable.Range(0, rows).Where(row => EmbeddingSample.Takes(row, wanted, rows, rows))];
        Assert.Equal(wanted, taken.Length);
        if (wanted > 0) Assert.True(taken[^1] >= rows - (rows / wanted) - 1);
    }
}
