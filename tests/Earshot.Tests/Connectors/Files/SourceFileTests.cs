using System.Text;
using Earshot.Connectors.Files;
using Earshot.Core;
using Earshot.Core.Sources;

namespace Earshot.Tests.Connectors.Files;

public sealed class SourceFileTests
{
    private const string Umlauts = "id,text\n1,Größe stimmt nicht – hélas\n2,schön\n";

    public static TheoryData<string, bool> Encodings => new() { { "utf-8", true }, { "utf-8", false }, { "utf-16", true }, { "utf-16", false }, { "utf-16BE", true }, { "utf-16BE", false }, { "windows-1252", false } };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Encodings_are_found_out(string name, bool mark)
    {
        Encoding encoding = TextEncoding.Named(name);
        byte[] content = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Umlauts)];
        Table table = Table.Of(content);
        Assert.Equal("2: 1|Größe stimmt nicht – hélas\n3: 2|schön", table.Content);
        Assert.Equal(["id", "text"], table.Columns);
        Assert.Equal(name == "utf-8" ? 0 : 1, table.Notes.Count);
    }

    [Fact]
    public void A_few_rows_in_Latin_1_among_UTF_8_are_decoded_alone()
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(Umlauts), .. "3,caf"u8, 0xE9, .. "\n"u8];
        Table table = Table.Of(content);
        Assert.Equal("4: 3|café", table.Lines[2]);
        Assert.Equal("2: 1|Größe stimmt nicht – hélas", table.Lines[0]);
        Assert.Equal(["not UTF-8, read as windows-1252: 1 row"], table.Notes);
    }

    [Fact]
    public void A_named_encoding_is_obeyed_and_a_wrong_name_refused()
    {
        byte[] content = [.. "id,text\n1,"u8, 0x8A, .. "\n"u8];
        Assert.Equal("2: 1|Š", Table.Of(content, options: new FileReadOptions { Encoding = "windows-1252" }).Content);
        Assert.Equal("2: 1|ä", Table.Of(content, options: new FileReadOptions { Encoding = "macintosh" }).Content);
        EarshotException fault = Assert.Throws<EarshotException>(() => Table.Of(content, options: new FileReadOptions { Encoding = "utf-9" }));
        Assert.Equal(("'utf-9' is not an encoding", 2), (fault.Message, fault.ExitCode));
    }

    [Theory]
    [InlineData("tickets.csv.gz")]
    [InlineData("tickets.csv")]
    public void Gzip_is_known_by_its_content(string name)
    {
        Table table = Table.Of(Table.Gzip(Encoding.UTF8.GetBytes(Umlauts)), name);
        Assert.Equal(2, table.Rows);
        Assert.Equal(table.TotalBytes, table.BytesRead);
    }

    [Fact]
    public void A_truncated_gzip_keeps_the_rows_before_and_rejects_the_cut_one()
    {
        StringBuilder content = new("id,text\n");
        for (int i = 0; i < 100_000; i++) content.Append(i).Append(",text number ").Append(StableHash.Of(BitConverter.GetBytes(i))).Append('\n');
        byte[] whole = Table.Gzip(Encoding.UTF8.GetBytes(content.ToString()));
        Table table = Table.Of(whole[..(whole.Length / 2)], "tickets.csv.gz");
        Assert.InRange(table.Rows, 30_000, 70_000);
        Reject reject = Assert.Single(table.Rejects);
        Assert.Equal((table.Rows + 2, "the compressed data is damaged or cut off here"), (reject.Line, reject.Reason));
    }

    [Fact]
    public void Foreign_formats_go_to_their_openers_and_are_refused_without_one()
    {
        using TemporaryFolder folder = new();
        string parquet = folder.Write("a.parquet", "PAR1...."), foreign = folder.Write("b.parquet", "not a parquet"), zstandard = folder.Write("c.csv.zst", [0x28, 0xB5, 0x2F, 0xFD, 0]);
        Assert.EndsWith("is a Parquet file, which can't be read here", Assert.Throws<EarshotException>(() => Table.Read(parquet)).Message, StringComparison.Ordinal);
        Assert.EndsWith("is not a Parquet file, for all its name", Assert.Throws<EarshotException>(() => Table.Read(foreign)).Message, StringComparison.Ordinal);
        Assert.EndsWith("is compressed with Zstandard, which can't be read here", Assert.Throws<EarshotException>(() => Table.Read(zstandard)).Message, StringComparison.Ordinal);
        ForeignFormats formats = new() { Zstandard = path => path == zstandard ? new MemoryStream(Encoding.UTF8.GetBytes(Umlauts)) : throw new InvalidOperationException(path) };
        Assert.Equal(2, Table.Read(zstandard, foreign: formats).Rows);
        Assert.Throws<NotSupportedException>(() => Table.Read(parquet, foreign: new ForeignFormats { Parquet = _ => throw new NotSupportedException() }));
    }

    [Fact]
    public void A_binary_file_is_refused()
    {
        byte[] content = new byte[4096];
        for (int i = 0; i < content.Length; i++) content[i] = (byte)(i % 4 == 0 ? i : 0);
        Assert.EndsWith("is not a text file", Assert.Throws<EarshotException>(() => Table.Of(content)).Message, StringComparison.Ordinal);
    }
}
