using Earshot.Core.Topics.Life;
using Earshot.Storage.Topics;
using Earshot.Storage.Workspaces;
using Earshot.Tests.Core.Reports;

namespace Earshot.Tests.Storage.Topics;

public sealed class TopicNamesFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workspace _workspace;

    public TopicNamesFileTests() => _workspace = Workspace.OpenOrCreate(_folder.At("workspace"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"content_hash":"a","names":[{"topic":1,"name":"Card","terms":["card"]},{"topic":1,"name":"Fees","terms":[]}]}""")]
    [InlineData("""{"content_hash":"a","names":[{"topic":1,"name":"Card","terms":["card",null]}]}""")]
    [InlineData("""{"content_hash":"a","names":[{"topic":1,"name":"Card","terms":null}]}""")]
    [InlineData("""{"content_hash":"a","names":[{"topic":1,"name":null,"terms":[]}]}""")]
    [InlineData("""{"content_hash":"a","names":[{"topic":1,"name":" ","terms":[]}]}""")]
    [InlineData("""{"content_hash":"a","names":[null]}""")]
    [InlineData("""{"content_hash":"a","names":null}""")]
    [InlineData("""{"content_hash":"a","names":[""")]
    [InlineData("null")]
    public void A_damaged_file_only_loses_names_and_the_next_analysis_keeps_its_own(string damaged)
    {
        string path = _workspace.At("topics", "names.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, damaged);
        TopicNamesFile read = TopicNamesFile.Read(_workspace);
        Assert.Equal("", read.ContentHash);
        Assert.Empty(read.Names);

        TopicNamesFile.Keep(_workspace, "a", SampleDocument.Create());
        TopicNamesFile kept = TopicNamesFile.Read(_workspace);
        Assert.Equal("a", kept.ContentHash);
        Assert.Equivalent(KeptNames.Of(SampleDocument.Create(), []), kept.Names, strict: true);
        Assert.NotEmpty(kept.Names);
    }
}
