using System.Text;

namespace Earshot.Tests.EndToEnd;

/// <summary>Files that can't be used are refused with the reason and the next step, and leave nothing behind.</summary>
public sealed class BadFilesTests : IDisposable
{
    private readonly WorkingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file() => _folder.Refuse(3, "absent.csv does not exist", "analyze", "absent.csv");

    [Fact]
    public void A_missing_file_whose_name_is_nearly_right()
    {
        _folder.Write("tickets.csv", Tickets.Csv(10));
        Assert.Contains("did you mean", _folder.Refuse(3, "ticket.csv does not exist", "analyze", "ticket.csv").Error);
    }

    [Fact]
    public void An_empty_folder()
    {
        Directory.CreateDirectory(_folder.At("export"));
        _folder.Refuse(3, "export holds no file that can be read", "analyze", "export");
    }

    [Fact]
    public void A_pattern_that_nothing_matches() => _folder.Refuse(3, "no file matches", "analyze", "*.csv");

    [Fact]
    public void An_empty_file() => Refuse("tickets.csv", [], "is empty");

    [Fact]
    public void A_file_of_a_byte_order_mark_alone() => Refuse("tickets.csv", [0xEF, 0xBB, 0xBF], "is empty");

    [Fact]
    public void A_header_without_rows() => Refuse("tickets.csv", "id,message,created\n"u8.ToArray(), "has no rows");

    [Fact]
    public void A_table_without_a_column_of_text() => Refuse("tickets.csv", "a,b\n1,2\n3,4\n5,6\n"u8.ToArray(), "columns are a, b");

    [Fact]
    public void A_table_whose_texts_are_all_empty() => Refuse("tickets.csv", Encoding.UTF8.GetBytes("id,message\n" + string.Concat(Enumerable.Range(1, 50).Select(i => $"{i},\n"))), "id, message");

    [Fact]
    public void Texts_that_are_all_empty_under_a_mapping()
    {
        _folder.Write("tickets.csv", "id,message\n1,\n2, \n3,\n");
        ProgramRun run = _folder.Refuse(3, "all 3 were rejected", "analyze", "tickets.csv", "--map", "text=message");
        Assert.Contains("the row has no text", run.Error);
        NothingIsLeft("tickets.csv");
    }

    [Fact]
    public void A_truncated_Parquet_file()
    {
        byte[] whole = GoodParquet();
        Refuse("tickets.parquet", whole[..(whole.Length / 2)], "can't be read as Parquet");
    }

    [Fact]
    public void A_Parquet_file_damaged_within()
    {
        byte[] whole = GoodParquet();
        for (int i = 8; i < whole.Length / 2; i++) whole[i] = (byte)(i * 7);
        _folder.Write("tickets.parquet", whole);
        ProgramRun run = _folder.Run("analyze", "tickets.parquet");
        WorkingFolder.AssertRefusal(run, 3, "tickets.parquet");
        NothingIsLeft("tickets.parquet");
    }

    [Fact]
    public void A_foreign_file_called_parquet() => Refuse("tickets.parquet", Encoding.UTF8.GetBytes(Tickets.Csv(20)), "is not a Parquet file");

    [Fact]
    public void A_file_of_noise()
    {
        byte[] noise = new byte[20_000];
        new Random(3).NextBytes(noise);
        Array.Clear(noise, 0, 4000);
        Refuse("tickets.csv", noise, "is not a text file");
    }

    [Fact]
    public void An_Excel_workbook_called_csv() => Refuse("tickets.csv", [.. "PK\x03\x04"u8, .. new byte[600]], "is a ZIP archive or an Excel workbook");

    [Fact]
    public void Json_that_is_none() => Refuse("tickets.json", "hello"u8.ToArray(), "is not JSON");

    [Fact]
    public void A_gzip_file_cut_at_its_start() => Refuse("tickets.csv.gz", [0x1F, 0x8B, 8, 0, 0, 0], "tickets.csv.gz can't be read");

    [Fact]
    public void A_first_line_of_fifty_megabytes()
    {
        byte[] line = new byte[50_000_000];
        Array.Fill(line, (byte)'x');
        Refuse("tickets.csv", line, "tickets.csv");
    }

    [Fact]
    public void A_mapping_to_a_column_that_is_not_there()
    {
        _folder.Write("tickets.csv", Tickets.Csv(20));
        Assert.Contains("did you mean 'message'?", _folder.Refuse(2, "no column 'mesage'", "analyze", "tickets.csv", "--map", "text=mesage").Error);
        NothingIsLeft("tickets.csv");
    }

    [Fact]
    public void An_encoding_that_is_none()
    {
        _folder.Write("tickets.csv", Tickets.Csv(20));
        _folder.Refuse(2, "'klingon' is not an encoding", "analyze", "tickets.csv", "--encoding", "klingon");
        NothingIsLeft("tickets.csv");
    }

    [Fact]
    public void A_bad_file_read_into_a_workspace_leaves_it_as_it_was()
    {
        _folder.Write("good.csv", Tickets.Csv(50));
        _folder.Write("bad.csv", "a,b\n1,2\n");
        _folder.Succeed("analyze", "good.csv", "--workspace", "w");
        SortedDictionary<string, string> before = _folder.Results("w");
        _folder.Refuse(2, "bad.csv: --map text=c: there is no column 'c'", "ingest", "bad.csv", "--map", "text=c", "--workspace", "w", "--quiet");
        _folder.Refuse(3, "columns are a, b", "analyze", "bad.csv", "--workspace", "w");
        Assert.Equal(before, _folder.Results("w"));
        Assert.Empty(_folder.HalfWritten());
    }

    private void Refuse(string name, byte[] content, string value)
    {
        _folder.Write(name, content);
        ProgramRun run = _folder.Refuse(3, value, "analyze", name);
        Assert.Contains(name, run.Error);
        NothingIsLeft(name);
    }

    private void NothingIsLeft(string name) => Assert.Equal([name], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));

    private static byte[] GoodParquet()
    {
        using WorkingFolder folder = new();
        folder.Succeed("demo", "--tickets", "100", "--partitions", "1", "--quiet");
        return File.ReadAllBytes(folder.At("earshot-demo", "silver", "tickets", "partition_00.parquet"));
    }
}
