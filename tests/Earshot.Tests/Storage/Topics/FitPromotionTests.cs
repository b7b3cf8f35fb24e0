using System.Text.Json;
using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Storage.Topics;
using Earshot.Storage.Workspaces;

namespace Earshot.Tests.Storage.Topics;

public sealed class FitPromotionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workspace _workspace;

    public FitPromotionTests() => _workspace = Workspace.OpenOrCreate(_folder.At("workspace"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, 1, "fit 2 is not promoted: fit 1 was made in its place meanwhile")]
    [InlineData(1, 0, "fit 1 is not promoted: the topics were edited or fitted anew meanwhile")]
    public void A_fit_that_another_person_made_or_edited_since_it_was_looked_at_is_not_promoted(int fit, int last, string told)
    {
        AssetDefinition candidate = Candidate();
        using Lease lease = Lease.Take(_workspace, TimeProvider.System);
        TopicJournal.Append(_workspace, lease, 0, [new TopicEdit.Rename(3, "A")], TimeProvider.System);
        EarshotException refused =
            Assert.Throws<EarshotException>(() => FitPromotion.Promote(_workspace, lease, candidate, fit, last, TimeProvider.System));
        Assert.Equal((told, 4), (refused.Message, refused.ExitCode));
        Assert.Equal(1, TopicJournal.Read(_workspace).Last);

        FitPromotion.Promote(_workspace, lease, candidate, 1, 1, TimeProvider.System);
        Assert.Equal(1, PromotedFits.Of(TopicJournal.Read(_workspace).Events).Current);
    }

    [Fact]
    public void Counts_of_the_same_tickets_take_the_place_of_those_now_and_others_push_them_back()
    {
        TopicCountsFile.Keep(_workspace, Counted("a", "January"));
        TopicCountsFile.Keep(_workspace, Counted("b", "February"));
        TopicCountsFile.Keep(_workspace, Counted("c", "February"));
        TopicCountsFile kept = TopicCountsFile.Read(_workspace)!;
        Assert.Equal(("c", "a"), (kept.Now.ContentHash, kept.Before!.ContentHash));
        TopicCountsFile.Keep(_workspace, Counted("d", "March"));
        kept = TopicCountsFile.Read(_workspace)!;
        Assert.Equal(("d", "c"), (kept.Now.ContentHash, kept.Before!.ContentHash));
    }

    private static TopicCountsFile.Counted Counted(string analysis, string tickets) => new(analysis, tickets, 0, "graph", "normal", new(null, 0, []), []);

    private AssetDefinition Candidate()
    {
        AssetDefinition candidate = FittedTopicsAsset.Kept([]) with { Name = FittedTopicsAsset.CandidateName, Partitions = [FittedTopicsAsset.CandidateName] };
        Directory.CreateDirectory(_workspace.At(candidate.Layer, candidate.Name));
        File.WriteAllBytes(_workspace.DataPath(candidate, candidate.Name), [1, 2, 3]);
        _workspace.WriteManifest(candidate, new Manifest
        {
            Asset = candidate.Name,
            Partition = candidate.Name,
            Version = candidate.Version,
            Options = new Dictionary<string, string> { ["fit"] = "1" },
            Inputs = new Dictionary<string, string>(),
            Rows = 0,
            Bytes = 3,
            ContentHash = "",
            Run = "",
            BuiltAt = DateTimeOffset.UnixEpoch,
            Seconds = 0,
            Metadata = new() { ["made"] = JsonSerializer.SerializeToNode(new TopicEvent.Fitted(1, null, 9, []), FitJson.Default.Fitted) },
        });
        return candidate;
    }
}
