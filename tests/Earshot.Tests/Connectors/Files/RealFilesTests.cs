using System.Text;
using Earshot.Core.Sources;

namespace Earshot.Tests.Connectors.Files;

/// <summary>The files that people will try first.</summary>
public sealed class RealFilesTests
{
    [Theory]
    [InlineData("banking77/train.csv", 10_003, "text ← text (by name)")]
    [InlineData("hwu64/train.csv", 8_954, "text ← text (by name)")]
    [InlineData("helpdesk/tickets.csv", 7_306, "text ← body (by name); title ← title (by name)")]
    [InlineData("jira/issues.csv.gz", 23_313, "text ← description (by name); title ← title (by name); id ← issuekey (by name); product ← project (by name)")]
    [InlineData("complaints/complaints_sample.csv", 1_000, "text ← Consumer complaint narrative (by name); title ← Issue (by name); id ← Complaint ID (by name); customer ← Company (by name); product ← Product (by name); created_at ← Date received (by name); source ← Submitted via (by name)")]
    public void Every_row_is_read_and_the_columns_are_understood(string file, long rows, string mapping)
    {
        Table table = Table.Read(Shared.Path("data/" + file));
        Assert.Equal((rows, 0), (table.Rows, table.Rejects.Count));
        Assert.Empty(table.Notes);
        Assert.Equal(mapping, string.Join("; ", ColumnGuess.Guess(table.Columns, table.First!).Mapped));
    }

    [Fact]
    public void A_row_of_every_real_format_of_JSON_is_read()
    {
        using TemporaryFolder folder = new();
        Table table = Table.Read(Shared.Path("data/helpdesk/tickets.csv"));
        StringBuilder lines = new();
        foreach (string line in table.Lines) lines.Append(System.Text.Json.JsonSerializer.Serialize(new { text = line })).Append('\n');
        Assert.Equal(table.Lines.Select((line, i) => $"{i + 1}: {line}"), Table.Read(folder.Write("x.jsonl", lines.ToString())).Lines);
    }
}
