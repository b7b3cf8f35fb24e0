using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Earshot.Storage.DuckDb;
using SqlText = Earshot.Storage.DuckDb.Sql;

namespace Earshot.Tests.EndToEnd;

/// <summary>Files with faults that the rest of them survives: bad rows go to the rejects with line and reason, and are counted.</summary>
public sealed class MendedFilesTests : IDisposable
{
    private readonly WorkingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_csv_cut_in_the_middle_of_a_quoted_field_loses_its_last_row()
    {
        string csv = Tickets.Csv(100);
        Analyse("tickets.csv", Encoding.UTF8.GetBytes(csv[..(csv.LastIndexOf('"') - 20)]), 99, 1);
        Assert.Equal(["101|a quote is opened and never closed: the file ends inside the row"], Rejects("line, reason"));
    }

    [Fact]
    public void Utf_16_is_read_with_a_note()
    {
        ProgramRun run = Analyse("tickets.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Tickets.Csv(50).Replace("invoice", "fáctura 発票"))], 50, 0);
        Assert.Contains("is not UTF-8; read as utf-16 (hint: if letters look wrong, say which it is: --encoding NAME)", run.Error);
        Assert.NotEqual(["0"], Sql("SELECT count(*) FROM tickets WHERE message_text LIKE '%fáctura 発票%'"));
    }

    [Fact]
    public void Latin_1_is_read_with_a_note_and_a_hint()
    {
        ProgramRun run = Analyse("tickets.csv", Encoding.Latin1.GetBytes(Tickets.Csv(50).Replace("invoice", "fáctura")), 50, 0);
        Assert.Contains("is not UTF-8; read as windows-1252 (hint: if letters look wrong, say which it is: --encoding NAME)", run.Error);
        Assert.NotEqual(["0"], Sql("SELECT count(*) FROM tickets WHERE message_text LIKE '%fáctura%'"));
    }

    [Fact]
    public void A_line_of_fifty_megabytes_is_rejected_and_the_lines_around_it_are_read()
    {
        StringBuilder csv = new(Tickets.Csv(50));
        csv.Append("T-50,").Append('x', 50_000_000).Append(",2026-01-01,north\n").Append("T-51,the last invoice is wrong,2026-01-01,north\n");
        Analyse("tickets.csv", Encoding.UTF8.GetBytes(csv.ToString()), 51, 1);
        Assert.Equal(["52|is longer than 16 MB"], Rejects("line, reason"));
    }

    [Fact]
    public void Nul_bytes_are_dropped_and_told()
    {
        ProgramRun run = Analyse("tickets.csv", Encoding.UTF8.GetBytes(Tickets.Csv(50).Replace("The invoice", "The in\0voice\0")), 50, 0);
        Assert.Contains("warning: NUL bytes dropped from", run.Error);
        Assert.NotEqual(["0"], Sql("SELECT count(*) FROM tickets WHERE message_text LIKE 'The invoice%'"));
    }

    [Fact]
    public void Five_thousand_columns_are_kept_and_can_be_asked_for()
    {
        StringBuilder csv = new("id,message," + string.Join(',', Enumerable.Range(0, 4998).Select(i => $"c{i}")) + "\n");
        for (int row = 0; row < 20; row++) csv.Append($"{row},{Tickets.Message(row).Replace(",", "")},").AppendJoin(',', Enumerable.Range(0, 4998).Select(i => i % 2 == 0 ? "x" : $"{row}.{i}")).Append('\n');
        Analyse("tickets.csv", Encoding.UTF8.GetBytes(csv.ToString()), 20, 0);
        Assert.Equal(["7.4997|x"], Sql("SELECT c4997, c0 FROM tickets WHERE source_id = '7'"));
    }

    [Fact]
    public void More_than_ten_thousand_columns_are_refused_with_their_number()
    {
        string names = string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"c{i}"));
        _folder.Write("tickets.csv", $"message,{names}\n{Tickets.Message(1).Replace(",", "")}{new string(',', 10_001)}\n");
        _folder.Refuse(3, "10,002 columns", "analyze", "tickets.csv", "--workspace", "w");
    }

    [Fact]
    public void Of_rows_with_the_same_id_the_first_is_kept_and_the_others_are_rejected()
    {
        string csv = Tickets.Csv(60) + "T-3,the second of its id is late,2026-01-01,north\n T-3 ,the third of its id is late,2026-01-01,north\n,one without an id is no repetition,,\n,nor is another one,,\n";
        Analyse("tickets.csv", Encoding.UTF8.GetBytes(csv), 62, 2, "--map", "id=id");
        Assert.Equal(["62|the id 'T-3' was seen before, on line 5", "63|the id 'T-3' was seen before, on line 5"], Rejects("line, reason"));
        Assert.Equal([Tickets.Message(3)], Sql("SELECT message_text FROM tickets WHERE source_id = 'T-3'"));
        Assert.Equal(["0"], Sql("SELECT count(*) - count(DISTINCT ticket_id) FROM tickets"));
    }

    [Fact]
    public void Dates_in_five_formats_are_read_and_impossible_ones_are_rejected_by_their_value()
    {
        string[] good = ["2026-01-31", "31.01.2026", "Jan 31, 2026", "2026-01-31T00:00:00+00:00", "31 Jan 2026 00:00"];
        string[] bad = ["2026-02-30", "31.13.2026", "yesterday", "0000-00-00"];
        StringBuilder csv = new("id,message,created\n");
        for (int row = 0; row < 50; row++) csv.Append($"{row},{Tickets.Message(row).Replace(",", "")},\"{good[row % 5]}\"\n");
        for (int row = 0; row < bad.Length; row++) csv.Append($"{100 + row},{Tickets.Message(row).Replace(",", "")},{bad[row]}\n");
        ProgramRun run = Analyse("tickets.csv", Encoding.UTF8.GetBytes(csv.ToString()), 50, 4);
        Assert.Equal([.. bad.Select((date, i) => $"{52 + i}|'{date}' is not a date")], Rejects("line, reason"));
        Assert.Equal(["50"], Sql("SELECT count(*) FROM tickets WHERE created_at = TIMESTAMP '2026-01-31'"));
        Assert.Contains("4 rows were rejected", run.Error);
    }

    [Fact]
    public void What_stands_for_no_date_loses_no_ticket()
    {
        StringBuilder csv = new("id,message,created\n");
        string[] none = ["N/A", "null", "-", ""];
        for (int row = 0; row < 40; row++) csv.Append($"{row},{Tickets.Message(row).Replace(",", "")},{(row < 36 ? "2026-01-31" : none[row - 36])}\n");
        Analyse("tickets.csv", Encoding.UTF8.GetBytes(csv.ToString()), 40, 0, "--map", "created_at=created");
        Assert.Equal(["4"], Sql("SELECT count(*) FROM tickets WHERE created_at IS NULL"));
    }

    [Fact]
    public void Rows_without_text_are_rejected_and_the_others_go_on()
    {
        Analyse("tickets.csv", Encoding.UTF8.GetBytes(Tickets.Csv(30) + "T-30,,2026-01-01,north\nT-31,\"  \",2026-01-01,north\n"), 30, 2);
        Assert.Equal(["32|the row has no text", "33|the row has no text"], Rejects("line, reason"));
    }

    [Fact]
    public void Rows_with_too_many_cells_are_rejected()
    {
        Analyse("tickets.csv", Encoding.UTF8.GetBytes(Tickets.Csv(30) + "T-30,a, b, c,2026-01-01,north\n"), 30, 1);
        Assert.Equal(["32|has 6 cells, the header has 4"], Rejects("line, reason"));
    }

    [Fact]
    public void One_row_makes_one_topic() => Analyse("tickets.csv", Encoding.UTF8.GetBytes(Tickets.Csv(1)), 1, 0);

    [Fact]
    public void Identical_rows_make_one_topic()
    {
        Analyse("tickets.csv", Encoding.UTF8.GetBytes("message\n" + string.Concat(Enumerable.Repeat("My invoice is wrong and nobody answers\n", 100))), 100, 0);
        Assert.Equal(["100"], Sql("SELECT count FROM topics WHERE count > 0"));
    }

    [Fact]
    public void Json_lines_that_are_no_objects_are_rejected()
    {
        StringBuilder lines = new();
        for (int row = 0; row < 30; row++) lines.Append($"{{\"id\": {row}, \"message\": \"{Tickets.Message(row)}\"}}\n");
        lines.Append("{\"id\": 30, \"message\": \"cut in the mid\n[1, 2]\n{\"id\": 31, \"message\": \"The last invoice is wrong\"}\n");
        Analyse("tickets.jsonl", Encoding.UTF8.GetBytes(lines.ToString()), 31, 2);
        Assert.Equal(["31", "32"], Rejects("line"));
    }

    [Theory]
    [InlineData("tickets.csv")]
    [InlineData("tickets.tsv")]
    [InlineData("tickets.json")]
    [InlineData("tickets.jsonl")]
    [InlineData("tickets.csv.gz")]
    [InlineData("tickets.csv.zst")]
    [InlineData("tickets.parquet")]
    public void Every_format_gives_the_same_tickets(string name)
    {
        _folder.Write("plain.csv", Tickets.Csv(40));
        byte[] content = name switch
        {
            "tickets.csv" => Encoding.UTF8.GetBytes(Tickets.Csv(40)),
            "tickets.tsv" => Encoding.UTF8.GetBytes(Tickets.Csv(40, '\t')),
            "tickets.json" => Encoding.UTF8.GetBytes("[" + string.Join(",\n", Objects()) + "]"),
            "tickets.jsonl" => Encoding.UTF8.GetBytes(string.Join("\n", Objects())),
            "tickets.csv.gz" => Gzip(Encoding.UTF8.GetBytes(Tickets.Csv(40))),
            "tickets.csv.zst" => Zstandard(Encoding.UTF8.GetBytes(Tickets.Csv(40))),
            _ => Parquet(),
        };
        Analyse(name, content, 40, 0);
        string rows = string.Concat(Sql("SELECT source_id, message_text, created_at, region FROM tickets ORDER BY message_text").Select(row => row + "\n"));
        string expected = string.Concat(Enumerable.Range(0, 40)
            .Select(row => (Message: Tickets.Message(row), Row: row)).OrderBy(ticket => ticket.Message, StringComparer.Ordinal)
            .Select(ticket => $"T-{ticket.Row}|{ticket.Message}|2026-01-{ticket.Row % 28 + 1:00} 00:00:00|{(ticket.Row % 3 == 0 ? "north" : "south")}\n"));
        Assert.Equal(expected, rows);
    }

    [Fact]
    public void A_folder_is_read_whole()
    {
        _folder.Write("export/a.csv", Tickets.Csv(20));
        _folder.Write("export/more/b.csv.gz", Gzip(Encoding.UTF8.GetBytes(Tickets.Csv(30).Replace("T-", "U-"))));
        _folder.Write("export/.hidden.csv", "x");
        _folder.Write("export/notes.docx", "x");
        JsonElement result = _folder.Json("analyze", "export", "--workspace", "w");
        Assert.Equal(50, result.GetProperty("tickets").GetInt64());
    }

    private ProgramRun Analyse(string name, byte[] content, int tickets, int rejected, params string[] more)
    {
        _folder.Write(name, content);
        ProgramRun run = _folder.Succeed(["analyze", name, "--workspace", "w", "--json", .. more]);
        using JsonDocument result = JsonDocument.Parse(run.Output);
        Assert.Equal((tickets, rejected), (result.RootElement.GetProperty("tickets").GetInt32(), result.RootElement.GetProperty("rejected").GetInt32()));
        Assert.Equal(rejected, Rejects("line").Count);
        Assert.Empty(_folder.HalfWritten());
        return run;
    }

    private IReadOnlyList<string> Sql(string query) => _folder.Sql("w", query);

    private IReadOnlyList<string> Rejects(string columns) => Sql($"SELECT {columns} FROM rejects ORDER BY line");

    private static IEnumerable<string> Objects() => Enumerable.Range(0, 40).Select(row =>
        $"{{\"id\": \"T-{row}\", \"message\": \"{Tickets.Message(row)}\", \"created\": \"2026-01-{row % 28 + 1:00}\", \"region\": \"{(row % 3 == 0 ? "north" : "south")}\"}}");

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream into = new();
        using (GZipStream gzip = new(into, CompressionLevel.Fastest)) gzip.Write(content);
        return into.ToArray();
    }

    private byte[] Parquet()
    {
        using DuckDbDatabase database = new(threads: 1, memoryMegabytes: 256);
        using DuckDbConnection connection = database.Connect();
        string path = _folder.At("made.parquet");
        connection.Execute($"COPY (SELECT * FROM read_csv({SqlText.Text(_folder.At("plain.csv"))})) TO {SqlText.Text(path)} (FORMAT parquet)");
        return File.ReadAllBytes(path);
    }

    // A frame of one raw block: RFC 8878, 3.1.1.
    private static byte[] Zstandard(byte[] content)
    {
        int block = (content.Length << 3) | 1;
        return [0x28, 0xB5, 0x2F, 0xFD, 0x60, (byte)(content.Length - 256), (byte)((content.Length - 256) >> 8), (byte)block, (byte)(block >> 8), (byte)(block >> 16), .. content];
    }
}
