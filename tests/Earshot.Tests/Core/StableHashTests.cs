using Earshot.Core;

namespace Earshot.Tests.Core;

public sealed class StableHashTests
{
    [Fact]
    public void Every_prefix_of_a_text_has_its_own_hash()
    {
        byte[] text = new byte[300];
        HashSet<ulong> seen = [];
        for (int length = 0; length <= text.Length; length++) Assert.True(seen.Add(StableHash.Of(text.AsSpan(0, length))));
    }
}
