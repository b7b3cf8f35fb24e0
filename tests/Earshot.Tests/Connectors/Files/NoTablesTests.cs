using System.Text;
using Earshot.Connectors.Files;
using Earshot.Core;

namespace Earshot.Tests.Connectors.Files;

public sealed class NoTablesTests
{
    private const string Prose = "# How to use it\n\nFirst read this, then that.\nIt is simple.\nThere is more below.\nAnd that is all\n";

    [Theory]
    [InlineData("README.md", Prose, "is no table")]
    [InlineData("LICENSE", Prose, "is no table")]
    [InlineData("README.md", "| a | b |\n|---|---|\n| my card is lost | 1 |\n", "is a page, not a table")]
    public void Prose_that_is_named_is_refused_with_the_way_to_have_it_read(string name, string content, string reason)
    {
        EarshotException fault = Assert.Throws<EarshotException>(() => Table.Of(content, name));
        Assert.Contains($"{name} {reason}", fault.Message);
        Assert.Contains("ends in .txt", fault.Hint);
        Assert.Equal(3, fault.ExitCode);
    }

    [Theory]
    [InlineData("texts.txt", "my card is lost\nwhere is my money, please\n", 2)]
    [InlineData("export", "id,text\n1,my card is lost\n2,where is my money\n", 2)]
    [InlineData("export.md", "id;text\n1;my card is lost\n", 1)]
    public void Lists_of_texts_and_tables_of_any_name_are_read(string name, string content, int rows) =>
        Assert.Equal(rows, Table.Of(content, name, name == "export.md" ? new FileReadOptions { Delimiter = ';' } : null).Rows);

    [Fact]
    public void A_small_picture_is_no_text()
    {
        byte[] picture = new byte[400];
        new Random(7).NextBytes(picture);
        "\u0089PNG\r\n\u001a\n"u8[1..].CopyTo(picture.AsSpan(1));
        picture[0] = 0x89;
        Assert.EndsWith("is not a text file", Assert.Throws<EarshotException>(() => Table.Of(picture, "chart.png")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delimiter_that_divides_nothing_is_warned_of()
    {
        const string Csv = "id,text\n1,my card is lost\n2,where is my money\n";
        string note = Assert.Single(Table.Of(Csv, options: new FileReadOptions { Delimiter = ';' }).Notes);
        Assert.EndsWith("has no ';', so every row is one column", note, StringComparison.Ordinal);
        Assert.Empty(Table.Of(Csv, options: new FileReadOptions { Delimiter = ',' }).Notes);
        Assert.Empty(Table.Of("text\nmy card, it is lost\n", options: new FileReadOptions { Delimiter = ';' }).Notes);
    }

    [Theory]
    [InlineData("tickets.csv.gz", "id,text\n", "{0},text number {1}\n")]
    [InlineData("tickets.jsonl.gz", "", "{{\"id\":{0},\"text\":\"number {1}\"}}\n")]
    public void A_compressed_file_that_is_cut_off_is_not_passed_off_as_whole(string name, string header, string row)
    {
        StringBuilder content = new(header);
        for (int i = 0; i < 30_000; i++) content.AppendFormat(null, row, i, StableHash.Of(BitConverter.GetBytes(i)));
        byte[] whole = Table.Gzip(Encoding.UTF8.GetBytes(content.ToString()));
        Assert.Empty(Table.Of(whole, name).Notes);
        Assert.Contains("is not whole: the compressed data is damaged or cut off here; only what comes before was read", Assert.Single(Table.Of(whole[..(whole.Length / 2)], name).Notes));
    }
}
