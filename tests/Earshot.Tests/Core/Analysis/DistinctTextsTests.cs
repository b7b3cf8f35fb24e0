using Earshot.Core.Analysis;
using Earshot.Numerics;

namespace Earshot.Tests.Core.Analysis;

public sealed class DistinctTextsTests
{
    [Fact]
    public void Repeated_texts_count_once_whatever_partition_they_are_in()
    {
        SplitMix64 random = new(1);
        ulong[] hashes = new ulong[5_000];
        for (int i = 0; i < hashes.Length; i++) hashes[i] = random.NextUInt64();
        DistinctTexts texts = new(15_000);
        texts.Add(hashes);
        texts.Add(hashes.AsSpan(0, 2_000));
        texts.Add(hashes);

        Assert.Equal(5_000, texts.Count(2));
    }

    [Fact]
    public void Beyond_sixteen_million_a_share_of_them_tells_the_number()
    {
        SplitMix64 random = new(1);
        DistinctTexts texts = new(1L << 28); // one in sixteen is looked at
        ulong[] hashes = new ulong[1_000];
        for (int block = 0; block < 500; block++)
        {
            for (int i = 0; i < hashes.Length; i++) hashes[i] = random.NextUInt64();
            texts.Add(hashes);
            texts.Add(hashes);
        }

        Assert.InRange(texts.Count(2), 495_000, 505_000);
    }
}
