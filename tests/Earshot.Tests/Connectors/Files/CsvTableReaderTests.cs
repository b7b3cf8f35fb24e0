using System.Text;
using Earshot.Connectors.Files;
using Earshot.Core;
using Earshot.Core.Sources;

namespace Earshot.Tests.Connectors.Files;

public sealed class CsvTableReaderTests
{
    [Fact]
    public void Quotes_line_breaks_and_blank_lines_keep_cells_and_line_numbers_right()
    {
        Table table = Table.Of("""
            id,text
            1,"He said ""no"", twice"

            2,"first
            second"
            3,plain
            4,
            """);
        Assert.Equal(
            """
            2: 1|He said "no", twice
            4: 2|first~second
            6: 3|plain
            7: 4|-
            """,
            table.Content);
        Assert.Empty(table.Rejects);
    }

    [Theory]
    [InlineData("id,text\r\n1,hello there\r\n2,\"bye, now\"\r\n", "2: 1|hello there\n3: 2|bye, now")]
    [InlineData("id;text\n1;hello, there\n2;bye\n", "2: 1|hello, there\n3: 2|bye")]
    [InlineData("id\ttext\n1\thello, there\n2\tbye", "2: 1|hello, there\n3: 2|bye")]
    [InlineData("id|text\n1|hello, there\n2|bye\n", "2: 1|hello, there\n3: 2|bye")]
    [InlineData("sep=;\nid;text\n1;a, b\n2;c, d\n", "3: 1|a, b\n4: 2|c, d")]
    [InlineData("id,text\r1,hello\r2,\"two\rlines\"\r", "2: 1|hello\n3: 2|two\rlines")]
    public void Delimiters_and_line_endings_are_found_out(string content, string rows) => Assert.Equal(rows, Table.Of(content).Content);

    [Fact]
    public void A_list_of_sentences_with_commas_is_one_column() =>
        Assert.Equal("2: Hello, I need help\n3: Why, oh why, me\n4: Fine", Table.Of("text\nHello, I need help\nWhy, oh why, me\nFine\n").Content);

    [Fact]
    public void A_file_cut_within_a_quoted_cell_keeps_the_rows_before_and_rejects_the_cut_one()
    {
        Table table = Table.Of("id,text\n1,whole\n2,\"cut off\nin the, middle");
        Assert.Equal("2: 1|whole", table.Content);
        Reject reject = Assert.Single(table.Rejects);
        Assert.Equal((3, "a quote is opened and never closed: the file ends inside the row, 1 line on"), (reject.Line, reject.Reason));
        Assert.Equal("2,\"cut off\nin the, middle", reject.Excerpt);
    }

    [Fact]
    public void A_quote_gone_astray_costs_its_own_row_and_not_the_ones_after_it()
    {
        StringBuilder content = new("id,text,kind\n1,fine,a\n2,\"5 inch screen,b\n");
        for (int i = 3; i <= 3000; i++) content.Append(i).Append(",row,c\n");
        Table table = Table.Of(content.ToString());
        Assert.Equal(2999, table.Rows);
        Assert.Equal((3, "a quote is opened and not closed"), (Assert.Single(table.Rejects).Line, table.Rejects[0].Reason));
    }

    [Fact]
    public void A_quote_gone_astray_does_not_swallow_a_later_quoted_row()
    {
        Table table = Table.Of("id,text,kind\n1,\"5 inch,foo\n2,\"hello, world\",y\n3,ok,z\n4,\"He said \"hi, there\" to me\",w\n5,\"5 inch\n6,\"multi\nline\",y\n7,last,z\n");
        Assert.Equal("3: 2|hello, world|y\n4: 3|ok|z\n5: 4|He said \"hi, there\" to me|w\n7: 6|multi~line|y\n9: 7|last|z", table.Content);
        Assert.Equal([2L, 6L], table.Rejects.Select(reject => reject.Line));
    }

    [Fact]
    public void A_line_of_50_MB_is_rejected_in_bounded_memory_and_the_run_goes_on()
    {
        byte[] line = new byte[50_000_000];
        line.AsSpan().Fill((byte)'x');
        byte[] content = [.. "id,text\n1,before\n2,"u8, .. line, .. "\n3,after\n"u8];
        using TemporaryFolder folder = new();
        string path = folder.Write("tickets.csv", content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Table table = Table.Read(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3L * RawRows.MaximumRowBytes);
        Assert.Equal("2: 1|before\n4: 3|after", table.Content);
        Reject reject = Assert.Single(table.Rejects);
        Assert.Equal((3, "is longer than 16 MB", Reject.ExcerptLength), (reject.Line, reject.Reason, reject.Excerpt.Length));
    }

    [Fact]
    public void A_quoted_cell_of_over_16_MB_is_rejected_and_reading_resumes_at_the_next_whole_row()
    {
        StringBuilder content = new("id,text\n1,before\n2,\"");
        for (int i = 0; i < 300_000; i++) content.Append("a line within the cell which has no delimiter at all in it\n");
        content.Append("\"\n3,after\n");
        Table table = Table.Of(content.ToString());
        Assert.Equal("2: 1|before\n300004: 3|after", table.Content);
        Assert.Equal((3, "a quote is opened and not closed; left out up to the next whole row: 300,000 lines"), (Assert.Single(table.Rejects).Line, table.Rejects[0].Reason));
    }

    [Fact]
    public void Too_many_cells_are_a_reject_unless_empty_and_too_few_are_nulls()
    {
        Table table = Table.Of("id,text,kind\n1,a,b\n2,a,b,c\n3,a,b,,\n4,a\n");
        Assert.Equal("2: 1|a|b\n4: 3|a|b\n5: 4|a|-", table.Content);
        Assert.Equal(("has 4 cells, the header has 3", "2,a,b,c"), (Assert.Single(table.Rejects).Reason, table.Rejects[0].Excerpt));
        Assert.Equal(["fewer cells than in the header, the missing ones left empty: 1 row"], table.Notes);
    }

    [Fact]
    public void NUL_bytes_are_dropped_and_said()
    {
        Table table = Table.Of("id,text\n1,a\0b\0\n2,c\n");
        Assert.Equal("2: 1|ab\n3: 2|c", table.Content);
        Assert.Equal(["NUL bytes dropped from 1 row"], table.Notes);
    }

    [Fact]
    public void Five_thousand_columns_are_read()
    {
        string names = string.Join(",", Enumerable.Range(0, 5000).Select(i => $"c{i}")), values = string.Join(",", Enumerable.Range(0, 5000));
        Table table = Table.Of($"{names}\n{values}\n{values}\n");
        Assert.Equal((5000, 2L), (table.Columns.Count, table.Rows));
        Assert.EndsWith("|4998|4999", table.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_columns_are_made_unique() =>
        Assert.Equal(["text", "Text_2", "column_3", "name_2", "name", "name_3", "_line_2"], Table.Of("text,Text,,name_2,name,name,_line\n1,2,3,4,5,6,7\n").Columns);

    [Fact]
    public void A_file_without_a_header_gets_numbered_columns()
    {
        Table table = Table.Of("1,My card has not arrived yet.\n2,Where is my refund?\n");
        Assert.Equal(["column_1", "column_2"], table.Columns);
        Assert.Equal("1: 1|My card has not arrived yet.\n2: 2|Where is my refund?", table.Content);
    }

    [Fact]
    public void A_text_file_has_a_text_a_line()
    {
        Table table = Table.Of("My card, \"the blue one\nis lost\n\nHelp!\n", "texts.txt");
        Assert.Equal(["text"], table.Columns);
        Assert.Equal("1: My card, \"the blue one\n2: is lost\n4: Help!", table.Content);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\uFEFF", "is empty")]
    [InlineData("\n\n", "is empty")]
    [InlineData("id,text\n", "has no rows, only a header")]
    [InlineData("id,\"text\n1,a\n", "has a quote in its header (line 1) that is not closed")]
    [InlineData("PK\u0003\u0004rest", "is a ZIP archive or an Excel workbook")]
    public void A_file_without_rows_is_refused_with_its_name(string content, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("tickets.csv", content);
        EarshotException fault = Assert.Throws<EarshotException>(() => Table.Read(path));
        Assert.Equal((path + " " + message, 3), (fault.Message, fault.ExitCode));
    }

    [Fact]
    public void A_folder_and_a_missing_file_are_refused()
    {
        using TemporaryFolder folder = new();
        Assert.EndsWith("is a folder", Assert.Throws<EarshotException>(() => Table.Read(folder.Path)).Message, StringComparison.Ordinal);
        Assert.EndsWith("does not exist", Assert.Throws<EarshotException>(() => Table.Read(folder.Path + "/none.csv")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_of_any_size_give_the_same_rows()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("tickets.csv", "id,text\n" + string.Concat(Enumerable.Range(1, 500).Select(i => $"{i},\"text\n{i}\"\n")));
        Assert.Equal(Table.Read(path).Content, Table.Read(path, blockRows: 7).Content);
        Assert.Equal(500, Table.Read(path, new FileReadOptions { Delimiter = ',', Header = true }).Rows);
    }
}
