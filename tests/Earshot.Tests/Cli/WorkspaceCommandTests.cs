using System.Text.Json;

namespace Earshot.Tests.Cli;

/// <summary>A small demo, made once, and what the commands say about it from the folder it stands in.</summary>
public sealed class WorkspaceCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    public WorkspaceCommandTests() => Assert.Equal((0, ""), (_run.Run("demo", "--tickets", "300", "--partitions", "2", "--clusters", "5", "--threads", "1", "--json", "--quiet"), _run.Error));

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Later_commands_find_the_workspace_say_so_and_want_nothing_built_again()
    {
        Assert.Equal(0, _run.Run("plan"));
        Assert.Equal("nothing to do: all 8 partitions are fresh\n", _run.Output);
        Assert.Equal("workspace earshot-demo, the only one here (another: --workspace FOLDER)\n", _run.Error);
        Assert.Equal(0, _run.Run("run", "--quiet"));
        Assert.Equal("", _run.Error);
    }

    [Fact]
    public void Several_workspaces_are_named_and_a_misspelt_one_is_guessed()
    {
        _run.Run("init", "-w", "other");
        Assert.Equal(2, _run.Run("topics"));
        Assert.Equal("""
            error: there are 2 workspaces here: earshot-demo, other

            hint: name one, for example --workspace earshot-demo

            """, _run.Error);
        Assert.Equal(2, _run.Run("topics", "-w", "earshot-dmo"));
        Assert.EndsWith($"hint: there is --workspace {Path.Combine(_run.Folder, "earshot-demo")}\n", _run.Error);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("plan --clusters 6")]
    [InlineData("run")]
    [InlineData("run --dry-run")]
    [InlineData("status")]
    [InlineData("topics")]
    [InlineData("topic 1")]
    [InlineData("similar refund --limit 2")]
    [InlineData("report")]
    [InlineData("config")]
    [InlineData("doctor")]
    [InlineData("init -w new")]
    [InlineData("export topics -o topics.csv")]
    [InlineData("export embeddings --layout wide -o wide.parquet")]
    [InlineData("sql SELECT\ttopic_id,name\tFROM\ttopics")]
    [InlineData("sql SELECT(NULL),TRUE,'nan'::DOUBLE,1.5")]
    public void With_json_a_command_prints_one_json_value_and_nothing_else(string line)
    {
        Assert.Equal(0, _run.Run([.. line.Split(' '), "--json"]));
        using JsonDocument document = JsonDocument.Parse(_run.Output);
        Assert.True(document.RootElement.ValueKind is JsonValueKind.Array or JsonValueKind.Object);
    }

    [Fact]
    public void A_file_that_another_source_has_already_is_warned_of_since_its_tickets_count_twice()
    {
        Directory.CreateDirectory(Path.Combine(_run.Folder, "twice"));
        _run.Write("twice/january.csv", "id,message\n1,my card was declined\n");
        _run.Write("twice/february.csv", "id,message\n2,the parcel is late\n");
        Assert.Equal(0, _run.Run("init", "-w", "both"));
        Assert.Equal(0, _run.Run("ingest", "twice/january.csv", "-w", "both"));
        Assert.DoesNotContain("warning", _run.Error);
        Assert.Equal(0, _run.Run("ingest", "twice/january.csv", "twice/february.csv", "-w", "both"));
        Assert.Contains("warning: january.csv: read already as source 'january', so the tickets count twice (hint: `--source january` with all files", _run.Error);
        Assert.Equal(0, _run.Run("ingest", "twice/january.csv", "-w", "both"));
        Assert.Contains("read already as source 'twice'", _run.Error);
    }

    [Fact]
    public void Sql_shows_tables_and_columns_and_marks_faults_in_the_query_as_it_was_typed()
    {
        Assert.Equal(0, _run.Run("sql", "SHOW TABLES;"));
        Assert.Equal("name\nanalysis\nassignments\nembeddings\nrejects\ntickets\ntopic_model\ntopics\n", _run.Output);
        Assert.Equal(0, _run.Run("sql", "DESCRIBE assignments", "--quiet"));
        Assert.Contains("cluster_id", _run.Output);
        Assert.Equal(2, _run.Run("sql", "SELECT 1\nFROM ticket", "--quiet"));
        Assert.Equal("""
            error: Catalog Error: Table with name ticket does not exist!
            Did you mean "tickets"?

            LINE 2: FROM ticket
                         ^

            hint: tables: tickets, embeddings, topic_model, assignments, analysis, topics, rejects; those not built yet need `earshot run` first

            """, _run.Error);
    }

    [Fact]
    public void Sql_prints_the_header_of_no_rows_and_keeps_the_order_that_was_asked_for()
    {
        _run.Run("sql", "SELECT 1 AS one, NULL AS two WHERE false", "--quiet");
        Assert.Equal("one  two\n", _run.Output);
        _run.Run("sql", "SELECT ticket_id, NULL AS two FROM tickets ORDER BY ticket_id DESC LIMIT 2", "--quiet");
        Assert.Equal("ticket_id   two\n      300  NULL\n      299  NULL\n", _run.Output);
    }

    [Fact]
    public void The_log_is_in_the_workspace_by_module_and_tells_start_stages_and_end_but_no_ticket()
    {
        string log = File.ReadAllText(Directory.GetFiles(Path.Combine(_run.Folder, "earshot-demo", "logs")).Single());
        string[] told = [.. log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return $"{document.RootElement.GetProperty("module").GetString()} {document.RootElement.GetProperty("message").GetString()}";
        })];
        Assert.StartsWith("cli demo started: Earshot ", told[0]);
        Assert.StartsWith("data tickets finished: 300 rows", told[1]);
        Assert.StartsWith("ml embeddings finished: 300 rows", told[2]);
        Assert.StartsWith("cli demo finished after ", told[^1]);
        _run.Run("sql", "SELECT message_text FROM tickets LIMIT 20", "--quiet");
        Assert.All(_run.Output.Split('\n').Skip(1).Where(text => text.Length > 20), text => Assert.DoesNotContain(text[..20], log));
    }

    [Fact]
    public void A_topic_that_does_not_exist_is_refused_with_what_lists_them()
    {
        Assert.Equal(2, _run.Run("topic", "99", "--quiet"));
        Assert.Equal("""
            error: there is no topic 99

            hint: `earshot topics` lists them

            """, _run.Error);
    }
}
