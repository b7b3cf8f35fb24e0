using System.Text.Json;
using Earshot.Core.Text;

namespace Earshot.Tests.Core.Text;

public sealed class TitleSimilarityTests
{
    [Fact]
    public void Jaccard_equals_the_reference_on_every_pair()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Shared.Path("goldens/hashing/similarity.json")));
        foreach (JsonElement pair in golden.RootElement.GetProperty("pairs").EnumerateArray())
        {
            double expected = pair.GetProperty("jaccard").GetDouble();
            double actual = TitleSimilarity.Jaccard(pair.GetProperty("a").GetString()!, pair.GetProperty("b").GetString()!);
            Assert.Equal(expected, actual, 1e-12);
        }
    }

    [Fact]
    public void Titles_and_fingerprints_equal_the_reference_so_that_a_known_topic_finds_its_label()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Shared.Path("goldens/hashing/fingerprints.json")));
        foreach (JsonElement title in golden.RootElement.GetProperty("titles").EnumerateArray())
            Assert.Equal(title.GetProperty("normalised").GetString(), TitleSimilarity.Normalise(title.GetProperty("title").GetString()!));
        foreach (JsonElement list in golden.RootElement.GetProperty("lists").EnumerateArray())
        {
            IEnumerable<string> titles = list.GetProperty("titles").EnumerateArray().Select(title => title.GetString()!);
            Assert.Equal(list.GetProperty("fingerprint").GetString(), TitleSimilarity.Fingerprint(titles));
        }
    }

    [Fact]
    public void Half_a_surrogate_is_no_word() => Assert.Equal("a b", TitleSimilarity.Normalise("a \uD83D b"));
}
