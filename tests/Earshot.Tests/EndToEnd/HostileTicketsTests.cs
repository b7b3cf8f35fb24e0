using System.Text;
using Earshot.Storage.DuckDb;

namespace Earshot.Tests.EndToEnd;

/// <summary>Tickets that attack whoever reads them do nothing: not in the report, not on the terminal, not in a spreadsheet, not in a query.</summary>
public sealed class HostileTicketsTests(HostileWorkspace hostile) : IClassFixture<HostileWorkspace>
{
    private readonly WorkingFolder _folder = hostile.Folder;

    [Fact]
    public void Nothing_of_them_can_run_in_the_report()
    {
        foreach (string path in Directory.GetFiles(_folder.At("w", "reports"), "*.*ml").Concat(Directory.GetFiles(_folder.At("w", "reports"), "*.svg")))
        {
            string page = File.ReadAllText(path);
            Assert.DoesNotMatch(@"<script>alert|<img|<svg onload|</style></title>|href=""?javascript", page);
            AssertNoControls(page);
        }
    }

    [Fact]
    public void Nothing_of_them_reaches_the_terminal()
    {
        AssertNoControls(hostile.Run.Shown);
        string[][] commands =
        [
            ["topics"], ["topics", "--json"], ["topic", "0"], ["topic", "1", "--json"], ["status"], ["status", "--json"], ["plan"], ["sql", "SELECT * FROM tickets"], ["sql", "SELECT * FROM tickets", "--json"],
            ["sql", "SELECT * FROM raw_tickets"], ["sql", "SELECT * FROM topics"], ["sql", "SELECT * FROM rejects"], ["sql", "SHOW TABLES"], ["report"],
        ];
        foreach (string[] command in commands) AssertNoControls(_folder.Succeed([.. command, "--workspace", "w"]).Shown);
        AssertNoControls(_folder.Refuse(2, "Parser Error", "sql", "SELECT '\e]0;owned\a\u202E", "--workspace", "w").Shown);
    }

    [Fact]
    public void No_cell_of_a_table_is_a_formula()
    {
        foreach (string what in (string[])["assignments", "topics", "tickets"]) _folder.Succeed("export", what, "--workspace", "w");
        string[] tables = [.. Directory.GetFiles(_folder.Path, "*.csv").Where(path => Path.GetFileName(path) is "assignments.csv" or "topics.csv" or "tickets.csv"), .. Directory.GetFiles(_folder.At("w", "reports"), "*.csv")];
        Assert.Equal(5, tables.Length);
        foreach (string path in tables)
        {
            string table = File.ReadAllText(path);
            Assert.DoesNotMatch(@"(^|[,\n])""?\s*[=@+]", table);
            Assert.DoesNotMatch(@"(^|[,\n])""?\s*-(?!\d+(\.\d+)?[,""\r\n])", table);
            Assert.DoesNotContain("\u202E", table);
        }
    }

    [Fact]
    public void What_leaves_the_machine_has_no_personal_data()
    {
        foreach (string file in (string[])["tickets.csv", "tickets.parquet", "topics.csv", "topics.parquet"])
            _folder.Succeed("export", Path.GetFileNameWithoutExtension(file), "--output", "out-" + file, "--workspace", "w");
        foreach (string path in Directory.GetFiles(_folder.Path, "out-*").Concat(Directory.GetFiles(_folder.At("w", "reports")))) AssertNothingPersonal(path);
        string shown = string.Concat(_folder.Sql("w", "SELECT topic_id FROM topics").Select(topic => _folder.Succeed("topic", topic, "--workspace", "w").Shown));
        Assert.DoesNotContain(HostileWorkspace.Personal[0], shown);
    }

    [Fact]
    public void With_mask_nothing_personal_is_stored_anywhere()
    {
        using WorkingFolder masked = new();
        HostileWorkspace.Analyse(masked, "--mask");
        string[] files = Directory.GetFiles(masked.At("w"), "*", SearchOption.AllDirectories);
        Assert.Contains(files, path => path.EndsWith("part-00000.parquet", StringComparison.Ordinal));
        Assert.Contains(files, path => path.EndsWith("rejects.parquet", StringComparison.Ordinal));
        foreach (string path in files) AssertNothingPersonal(path);
        Assert.NotEqual(["0"], masked.Sql("w", "SELECT count(*) FROM tickets WHERE message_text LIKE '%[email]%'"));
    }

    [Fact]
    public void Every_other_column_can_be_asked_for_by_its_name_however_it_is_called()
    {
        (string Column, string Value)[] asked =
        [
            ("source_ticket_id", "1"), ("text", "2"), ("TEXT_2", "3"), ("column_5", "4"), ("a'); DROP TABLE tickets; --", "5"), ("he said \"no\"", "6"), ("🎉 emoji", "7"), ("$.x[0]", "8"),
            ("a.b/c~d\\e", "9"), ("=1+1", "11"), ("filename", "13"), ("file_row_number", "14"), ("source_attributes", "18"), ("select", "19"), ("blanks", "20"), (HostileWorkspace.LongName, "21"),
        ];
        string columns = string.Join(", ", asked.Select(column => $"\"{column.Column.Replace("\"", "\"\"")}\""));
        IReadOnlyList<string> row = _folder.Sql("w", $"SELECT {columns} FROM tickets WHERE message_text LIKE '%very long word%'");
        Assert.Equal([string.Join('|', asked.Select(column => "v" + column.Value))], row);
        Assert.Equal([$"{HostileWorkspace.Attacks.Length + 40}"], _folder.Sql("w", "SELECT count(*) FROM tickets"));
    }

    [Fact]
    public void Blanks_quotes_and_escapes_in_names_of_files_and_workspaces_do_no_harm()
    {
        using WorkingFolder folder = new();
        foreach (string name in (string[])["it's \"quoted\" ; drop table.csv", "two  blanks.csv", "ünïcode 発票.csv", "-dash.csv", "star*.csv"])
        {
            folder.Write(name, Tickets.Csv(30));
            AssertNoControls(folder.Succeed("analyze", "./" + name, "--workspace", "it's a \"w\"").Shown);
        }

        Assert.Equal(["150"], folder.Sql("it's a \"w\"", "SELECT count(*) FROM tickets"));
        folder.Write("\e[31mred\u202E.csv", Tickets.Csv(30) + "T-30,,,\n");
        AssertNoControls(folder.Succeed("analyze", "\e[31mred\u202E.csv", "--workspace", "red", "--source", "'; drop \e[31m").Shown);
        AssertNoControls(folder.Succeed("sql", "SELECT * FROM rejects", "--workspace", "red").Shown);
        AssertNoControls(folder.Refuse(3, "does not exist", "analyze", "\e[2Jabsent\u202E.csv").Shown);
    }

    [Fact]
    public void With_mask_an_id_that_is_an_address_is_kept_apart_from_others_by_a_hash()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", "id,message\n" + string.Concat(Enumerable.Range(0, 30).Select(row => $"user{row}@example.com,\"{Tickets.Message(row)}\"\n")));
        folder.Succeed("init", "--workspace", "w");
        folder.Succeed("ingest", "tickets.csv", "--mask", "--workspace", "w");
        folder.Succeed("run", "--workspace", "w");
        Assert.Equal(["30|30|0"], folder.Sql("w", "SELECT count(*), count(DISTINCT ticket_id), count(*) FILTER (contains(source_id, '@')) FROM tickets"));
    }

    private static void AssertNoControls(string shown) =>
        Assert.DoesNotMatch(@"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202A-\u202E\u2066-\u2069\u200E\u200F]", shown);

    private void AssertNothingPersonal(string path)
    {
        string text = path.EndsWith(".parquet", StringComparison.Ordinal) ? string.Join('\n', ParquetRows(path)) : Encoding.Latin1.GetString(File.ReadAllBytes(path));
        foreach (string value in HostileWorkspace.Personal)
            Assert.False(text.Contains(value, StringComparison.Ordinal), $"{Path.GetRelativePath(_folder.Path, path)} has {value}: …{Around(text, value)}…");
    }

    private static string Around(string text, string value)
    {
        int at = text.IndexOf(value, StringComparison.Ordinal);
        return at < 0 ? "" : text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)];
    }

    private static List<string> ParquetRows(string path)
    {
        List<string> rows = [];
        using DuckDbDatabase database = new(threads: 1, memoryMegabytes: 256);
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult result = connection.Query($"SELECT r::VARCHAR FROM read_parquet({Sql.Text(path)}) AS r");
        while (result.ReadChunk(chunk =>
        {
            for (int i = 0; i < chunk.Rows; i++) rows.Add(chunk.GetText(i, 0) ?? "");
        }))
        {
        }

        return rows;
    }
}
