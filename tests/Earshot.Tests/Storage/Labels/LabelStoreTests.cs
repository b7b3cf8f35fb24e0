using Earshot.Core;
using Earshot.Core.Labels;
using Earshot.Storage.Labels;
using Earshot.Storage.Workspaces;

namespace Earshot.Tests.Storage.Labels;

public sealed class LabelStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workspace _workspace;

    public LabelStoreTests() => _workspace = Workspace.OpenOrCreate(_folder.At("w"));

    public void Dispose() => _folder.Dispose();

    private string File => _folder.At("w", "labels", "labels.jsonl");

    [Fact]
    public void A_label_is_found_again_and_the_last_of_a_fingerprint_holds()
    {
        Add(Failed("a"), Label("a", "first"), Label("b", "other"), Label("a", "second"));
        IReadOnlyDictionary<string, TopicLabel> labels = LabelStore.Read(_workspace);
        Assert.Equal(["second", "other"], new[] { "a", "b" }.Select(fingerprint => labels[fingerprint].Content!.CanonicalTitle));
        Assert.Equal(Label("b", "other"), labels["b"]);
    }

    [Theory]
    [InlineData("""{"fingerprint":"c","label_fa""")]
    [InlineData("""{"fingerprint":"c","label_failed":true,"failure":"whole but for its line break","at":"2026-01-01T00:00:00+00:00"}""")]
    [InlineData("\0\0\0\0")]
    public void A_torn_last_line_is_dropped_and_what_follows_stands_on_a_line_of_its_own(string torn)
    {
        Add(Label("a", "first"));
        System.IO.File.AppendAllText(File, torn);
        Assert.Equal(["a"], LabelStore.Read(_workspace).Keys);
        Add(Label("b", "second"));
        Assert.Equal(["a", "b"], LabelStore.Read(_workspace).Keys);
        Assert.Equal(2, System.IO.File.ReadAllLines(File).Length);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"fingerprint":"x","label":{},"at":"2026-01-01T00:00:00+00:00"}""")]
    public void A_damaged_line_in_the_middle_costs_that_line(string damaged)
    {
        Add(Label("a", "first"));
        System.IO.File.AppendAllText(File, damaged + "\n");
        Add(Label("b", "second"));
        Assert.Equal(["a", "b"], LabelStore.Read(_workspace).Keys);
    }

    [Fact]
    public void A_label_that_was_dropped_is_gone_for_the_next_reader()
    {
        Add(Label("a", "first"));
        using (LabelStore store = LabelStore.Open(_workspace))
        {
            Assert.True(store.Forget("a", DateTimeOffset.UnixEpoch));
            Assert.False(store.Forget("a", DateTimeOffset.UnixEpoch));
        }

        Assert.Empty(LabelStore.Read(_workspace));
    }

    [Fact]
    public void Two_processes_do_not_pay_for_the_same_labels_and_readers_are_not_kept_out()
    {
        using LabelStore store = LabelStore.Open(_workspace);
        store.Add(Label("a", "first"));
        Assert.Single(LabelStore.Read(_workspace));
        EarshotException fault = Assert.Throws<EarshotException>(() => LabelStore.Open(_workspace));
        Assert.Equal(($"{File} is in use: another `earshot topics label` is at work", 4), (fault.Message, fault.ExitCode));
    }

    [Fact]
    public void A_workspace_without_labels_has_none_and_gets_no_folder()
    {
        Assert.Empty(LabelStore.Read(_workspace));
        Assert.False(Directory.Exists(_folder.At("w", "labels")));
    }

    private static TopicLabel Label(string fingerprint, string title) =>
        new(fingerprint, new LabelContent(title, "other", "A description.", true, "low"), null, "m@host", DateTimeOffset.UnixEpoch);

    private static TopicLabel Failed(string fingerprint) => new(fingerprint, null, "down", null, DateTimeOffset.UnixEpoch);

    private void Add(params TopicLabel[] labels)
    {
        using LabelStore store = LabelStore.Open(_workspace);
        foreach (TopicLabel label in labels) store.Add(label);
    }
}
