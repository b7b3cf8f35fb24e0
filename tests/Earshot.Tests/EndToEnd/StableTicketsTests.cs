namespace Earshot.Tests.EndToEnd;

/// <summary>What a ticket is called does not depend on where and when its file is read.</summary>
public sealed class StableTicketsTests : IDisposable
{
    private const string Ids = "SELECT ticket_id, message_text FROM tickets ORDER BY ALL";

    private readonly WorkingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("with ids")]
    [InlineData("without ids")]
    public void Ticket_ids_stay_when_a_file_is_read_in_another_workspace_from_another_folder_or_with_rows_appended(string kind)
    {
        string csv = kind == "with ids" ? Tickets.Csv(300) : "message,region\n" + string.Concat(Enumerable.Range(0, 300).Select(row => $"\"{Tickets.Message(row)}\",{row % 7}\n"));
        string more = kind == "with ids" ? "T-900,\"one more, appended\",2026-01-01,north\n" : "\"one more, appended\",north\n";
        _folder.Write("a/tickets.csv", csv);
        _folder.Write("b/tickets.csv", csv);
        _folder.Write("c/tickets.csv", csv + more);
        IReadOnlyList<string>[] ids = [.. ((string[])["a", "b", "c"]).Select(folder =>
        {
            _folder.Succeed("init", "--workspace", "w" + folder);
            _folder.Succeed("ingest", $"{folder}/tickets.csv", "--rows-per-partition", folder == "b" ? "100" : "200000", "--workspace", "w" + folder);
            _folder.Succeed("run", "--workspace", "w" + folder);
            return _folder.Sql("w" + folder, Ids);
        })];
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(300, ids[0].Distinct().Count());
        Assert.Empty(ids[0].Except(ids[2]));
        Assert.Equal(301, ids[2].Count);
    }

    [Fact]
    public void A_file_read_again_after_it_grew_replaces_what_was_read_and_only_what_changed_is_built()
    {
        _folder.Write("tickets.csv", Tickets.Csv(300));
        _folder.Succeed("init", "--workspace", "w");
        string[] ingest = ["ingest", "tickets.csv", "--rows-per-partition", "100", "--workspace", "w"];
        _folder.Succeed(ingest);
        _folder.Succeed("run", "--workspace", "w");
        Assert.Contains("has not changed since it was read", _folder.Succeed(ingest).Error);
        IReadOnlyList<string> before = _folder.Sql("w", Ids);
        _folder.Write("tickets.csv", Tickets.Csv(300) + "T-900,\"one more, appended\",2026-01-01,north\n");
        _folder.Succeed(ingest);
        string[] tickets = [.. _folder.Json("plan", "--workspace", "w").EnumerateArray().Where(step => step.GetProperty("asset").GetString() == "tickets").Select(step => step.GetProperty("partition").GetString()!)];
        Assert.Equal(["partition_03"], tickets);
        _folder.Succeed("run", "--workspace", "w");
        Assert.Empty(before.Except(_folder.Sql("w", Ids)));
        Assert.Equal(["301"], _folder.Sql("w", "SELECT count(*) FROM assignments"));
    }

    [Fact]
    public void The_source_keeps_its_ids_as_text_and_its_columns_by_name()
    {
        _folder.Write("tickets.csv", "ticket_no,body,cluster_id,language,Customer,score\n"
            + string.Concat(Enumerable.Range(0, 60).Select(row => $"{row:0000},\"{Tickets.Message(row)}\",c{row},l{row},name {row},{row}.50\n")));
        _folder.Succeed("analyze", "tickets.csv", "--workspace", "w");
        Assert.Equal(["0007|VARCHAR|c7|l7|name 7|7.50|True"], _folder.Sql(
            "w",
            "SELECT source_id, typeof(source_id), cluster_id, source_language, Customer, score, customer_id > 0 FROM tickets WHERE source_id = '0007'"));
        Assert.Equal(["1"], _folder.Sql("w", "SELECT count(*) FROM tickets JOIN assignments USING (ticket_id) WHERE source_id = '0007' AND similarity BETWEEN -1 AND 1"));
    }

    [Fact]
    public void A_file_with_names_of_the_same_letters_in_other_cases_beside_another_file_keeps_both()
    {
        _folder.Write("one.csv", Tickets.Csv(30));
        _folder.Write("two.csv", Tickets.Csv(30).Replace("region", "Region").Replace("north", "east"));
        _folder.Succeed("analyze", "one.csv", "--workspace", "w");
        _folder.Succeed("analyze", "two.csv", "--workspace", "w");
        Assert.Equal(["east|10", "north|10", "south|40"], _folder.Sql("w", "SELECT region, count(*) FROM tickets GROUP BY ALL ORDER BY ALL"));
    }
}
