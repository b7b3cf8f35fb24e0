using Earshot.Connectors.Files;
using Earshot.Core;

namespace Earshot.Tests.Connectors.Files;

public sealed class FileSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FileSetTests()
    {
        foreach (string name in new[] { "b.csv", "a.CSV", "c.jsonl.gz", "readme.md", ".hidden.csv", "sub/d.parquet", "sub/deep/e.csv", "old.earshot/bronze.parquet" }) _folder.Write(name, "x");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_gives_its_files_of_known_formats_in_order_without_hidden_ones_and_workspaces() =>
        Assert.Equal(["a.CSV", "b.csv", "c.jsonl.gz", "sub/d.parquet", "sub/deep/e.csv"], Expand(""));

    [Theory]
    [InlineData("*.csv", "b.csv")]
    [InlineData("?.*", "a.CSV b.csv c.jsonl.gz")]
    [InlineData("**/*.csv", "b.csv sub/deep/e.csv")]
    [InlineData("sub/**", "sub/d.parquet sub/deep/e.csv")]
    [InlineData("s*/*/e.csv", "sub/deep/e.csv")]
    public void Patterns_match_as_shells_do(string pattern, string files) => Assert.Equal(files.Split(' '), Expand(pattern));

    [Fact]
    public void A_file_named_twice_is_read_once_and_the_order_given_is_kept() => Assert.Equal(["c.jsonl.gz", "b.csv", "a.CSV"], Expand("c.*", "b.csv", "./b.csv", "a.CSV"));

    [Fact]
    public void A_name_with_a_star_that_exists_is_that_file()
    {
        _folder.Write("what*.csv", "x");
        _folder.Write("whatever.csv", "x");
        Assert.Equal(["what*.csv"], Expand("what*.csv"));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        EarshotException fault = Assert.Throws<EarshotException>(() => Expand("b.csw", "*.xml"));
        Assert.Equal($"{At("b.csw")} does not exist\nno file matches {At("*.xml")}", fault.Message);
        Assert.Equal($"did you mean {At("b.csv")}?", fault.Hint);
        Assert.Equal(3, fault.ExitCode);
    }

    [Fact]
    public void Notes_licences_and_hidden_files_of_a_folder_are_left_out_and_named()
    {
        foreach (string name in new[] { "bank/train.csv", "bank/SOURCE.txt", "bank/LICENSE", "bank/README.md", "bank/.DS_Store", "bank/old.earshot/x.csv" }) _folder.Write(name, "x");
        FoundFiles found = FileSet.Expand([At("bank")]);
        Assert.Equal([At("bank/train.csv")], found.Files);
        Assert.Equal([At("bank/.DS_Store"), At("bank/LICENSE"), At("bank/README.md"), At("bank/SOURCE.txt")], found.LeftOut);
        Assert.DoesNotContain(At("bank/SOURCE.txt"), FileSet.Expand([At("bank"), At("bank/SOURCE.txt")]).LeftOut);
    }

    [Fact]
    public void Lists_of_texts_are_read_from_a_folder_without_tables()
    {
        foreach (string name in new[] { "lists/may.txt", "lists/june.txt.gz", "lists/README.md" }) _folder.Write(name, "x");
        Assert.Equal(["lists/june.txt.gz", "lists/may.txt"], Expand("lists"));
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_not_blamed_on_the_shell() =>
        Assert.Equal($"look at what there is: ls {_folder.Path}", Assert.Throws<EarshotException>(() => Expand("*.xyz")).Hint);

    [Fact]
    public void A_folder_without_usable_files_is_refused()
    {
        _folder.Write("empty/notes.md", "x");
        Assert.Equal($"folder {At("empty")} holds no file that can be read", Assert.Throws<EarshotException>(() => Expand("empty")).Message);
    }

    private string At(string name) => Path.Join(_folder.Path, name);

    private string[] Expand(params string[] names) => [.. FileSet.Expand([.. names.Select(At)]).Files.Select(file => Path.GetRelativePath(_folder.Path, file))];
}
