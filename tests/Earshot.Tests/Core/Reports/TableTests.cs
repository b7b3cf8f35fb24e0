using System.Globalization;
using System.Text;
using Earshot.Core.Analysis;
using Earshot.Core.Reports;

namespace Earshot.Tests.Core.Reports;

public sealed class TableTests
{
    private static readonly ReportOptions Options = new();

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+1 same here", "'+1 same here")]
    [InlineData("- upgrade broke", "'- upgrade broke")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("+4", "+4")]
    [InlineData("-", "'-")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("", "")]
    public void A_cell_survives_a_spreadsheet(string text, string cell)
    {
        Assert.Equal(cell, CsvCell.Of(text));
    }

    [Fact]
    public void Every_row_of_topics_has_a_cell_for_each_heading_and_none_starts_a_formula()
    {
        string csv = Topics(SampleDocument.Create());
        Assert.Equal(csv, Topics(SampleDocument.Create()));
        List<List<string>> rows = Parse(csv);
        Assert.Equal(21, rows.Count);
        Assert.All(rows, row => Assert.Equal(27, row.Count));
        Assert.All(rows.SelectMany(row => row), cell => Assert.True(!CsvCell.StartsFormula(cell) || CsvCell.IsPlainNumber(cell), cell));
        Assert.Equal(["4", "Webhook events arrive late", "18327", "0.091646", "0.677", "8428", "3033", "0.163397", "0.066372", "9.702469", "46.846429", "Infrastructure"], rows[1][..12]);
        Assert.Contains(rows, row => row.Contains("Ticket about refund: =cmd|' /C calc'!A0"));
        Assert.DoesNotContain('\u001b', csv);
    }

    [Fact]
    public void Keywords_of_groups_are_cleaned_and_masked_for_every_reader()
    {
        TopicGroup group = new(100, "Group", [new("an\u001b[31mna", 1)], 1, 0.1, null, [0]);
        AnalysisDocument shown = ShownDocument.Of(SampleDocument.Create() with { Groups = [group] }, new ReportOptions { Mask = text => text.Replace("anna", "[name]", StringComparison.Ordinal) });
        Assert.Equal("[name]", Assert.Single(shown.Groups[0].Keywords).Term);
    }

    [Fact]
    public void Topics_without_dates_leave_the_columns_of_change_empty()
    {
        List<List<string>> rows = Parse(Topics(SampleDocument.WithoutDates()));
        Assert.Equal(["", "", "", "", "", ""], rows[1][5..11]);
    }

    [Fact]
    public void Assignments_are_written_whole()
    {
        MemoryStream stream = new();
        using (AssignmentsCsv table = new(stream, SampleDocument.Create(), Options))
        {
            table.Append(1, "T-1"u8, 3, 0.98766f);
            table.Append(long.MaxValue, [], 4, -0.00004f);
            table.Append(3, "=1+1"u8, 3, 1f);
            table.Append(4, "a,\"b\""u8, 3, -0.5f);
            table.Append(5, "\u001b[2Jid\u202E\u009B"u8, 3, 0.5f);
            table.Append(6, "-17"u8, -1, float.NaN);
            table.Append(7, "ключ"u8, 999, 0.25f);
        }

        Assert.Equal(
            """"
            ticket_id,source_id,topic_id,topic_name,similarity,team
            1,T-1,3,Card payment declined,0.9877,Financial
            9223372036854775807,,4,Webhook events arrive late,0.0000,Infrastructure
            3,'=1+1,3,Card payment declined,1.0000,Financial
            4,"a,""b""",3,Card payment declined,-0.5000,Financial
            5,id,3,Card payment declined,0.5000,Financial
            6,-17,-1,,,
            7,ключ,999,,0.2500,

            """".ReplaceLineEndings("\r\n"),
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Many_assignments_keep_their_order_across_buffers_and_allocate_nothing_a_row()
    {
        MemoryStream stream = new(1 << 23);
        using AssignmentsCsv table = new(stream, SampleDocument.Create(), Options);
        byte[] longId = [.. Enumerable.Repeat((byte)'x', 200_000)];
        table.Append(-1, longId, 3, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50_000; i++) table.Append(i, "id"u8, i % 20, i / 50_000f);
        // the smallest object has 24 bytes; collections by other tests charge this thread a few blocks of 8 kB
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000 * 24 / 2);
        table.Append(50_000, [.. longId.Append((byte)',')], 3, 0);
        table.Dispose();
        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).Split("\r\n");
        Assert.Equal(50_004, lines.Length);
        for (int i = 0; i <= 50_000; i++) Assert.StartsWith(i.ToString(CultureInfo.InvariantCulture) + ",", lines[i + 2], StringComparison.Ordinal);
        Assert.EndsWith("x,\",3,Card payment declined,0.0000,Financial", lines[50_002], StringComparison.Ordinal);
    }

    private static string Topics(AnalysisDocument document)
    {
        StringWriter writer = new();
        Tables.WriteTopics(document, Options, writer);
        return writer.ToString();
    }

    /// <summary>A plain reader of RFC 4180.</summary>
    private static List<List<string>> Parse(string csv)
    {
        List<List<string>> rows = [[]];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            if (quoted && csv[i] == '"' && i + 1 < csv.Length && csv[i + 1] == '"') cell.Append(csv[i++]);
            else if (csv[i] == '"') quoted = !quoted;
            else if (!quoted && csv[i] is ',' or '\n')
            {
                rows[^1].Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (csv[i] == '\n') rows.Add([]);
            }
            else
            {
                cell.Append(csv[i]);
            }
        }

        rows.RemoveAt(rows.Count - 1);
        return rows;
    }
}
