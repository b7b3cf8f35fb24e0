using Earshot.Core;

namespace Earshot.Tests.Connectors.Files;

public sealed class JsonTableReaderTests
{
    private const string Rows = "1: 1|hello|-|-\n2: 2|-|a \"b\" ☺|{\"deep\":[1, 2]}";

    [Theory]
    [InlineData("x.jsonl", "{\"id\":1,\"text\":\"hello\"}\n{\"id\":2,\"text\":null,\"user\":{\"name\":\"a \\\"b\\\" \\u263a\",\"more\":{\"deep\":[1, 2]}}}\n")]
    [InlineData("x.json", "{\"id\":1,\"text\":\"hello\"}\n{\"id\":2,\"text\":null,\"user\":{\"name\":\"a \\\"b\\\" \\u263a\",\"more\":{\"deep\":[1, 2]}}}")]
    [InlineData("x.json", "[{\"id\":1,\"text\":\"hello\"},\n\n{\"id\":2,\"text\":null,\n\"user\":{\"name\":\"a \\\"b\\\" \\u263a\",\"more\":{\"deep\":[1, 2]}}}]")]
    [InlineData("x.json", "{\"total\":{\"n\":[1]},\"names\":[\"a\",\"]\"],\"items\":[{\"id\":1,\"text\":\"hello\"},{\"id\":2,\"text\":null,\"user\":{\"name\":\"a \\\"b\\\" \\u263a\",\"more\":{\"deep\":[1, 2]}}}],\"next\":null}")]
    public void Lines_arrays_and_an_array_within_an_object_give_the_same_rows(string name, string content)
    {
        Table table = Table.Of(content, name);
        Assert.Equal(["id", "text", "user.name", "user.more"], table.Columns);
        Assert.Equal(Rows, table.Content);
        Assert.Empty(table.Rejects);
    }

    [Fact]
    public void A_broken_line_is_rejected_with_its_number_and_the_rest_is_read()
    {
        Table table = Table.Of("{\"text\":\"a\"}\n{\"text\":\"b\n\n{\"text\":true}\n[1]\n{\"text\":1.50}", "x.jsonl");
        Assert.Equal("1: a\n4: true\n6: 1.50", table.Content);
        Assert.Equal([2L, 5L], table.Rejects.Select(reject => reject.Line));
        Assert.StartsWith("is not valid JSON: ", table.Rejects[0].Reason, StringComparison.Ordinal);
        Assert.Equal(("is not a JSON object", "[1]"), (table.Rejects[1].Reason, table.Rejects[1].Excerpt));
    }

    [Fact]
    public void A_broken_element_is_rejected_with_its_number_and_its_keys_are_no_columns()
    {
        Table table = Table.Of("[{\"text\":\"a\"},{\"odd\":1,\"text\":nope},{\"text\":\"c\"}]", "x.json");
        Assert.Equal(["text"], table.Columns);
        Assert.Equal("1: a\n3: c", table.Content);
        Assert.Equal((2, "{\"odd\":1,\"text\":nope}"), (Assert.Single(table.Rejects).Line, table.Rejects[0].Excerpt));
    }

    [Theory]
    [InlineData("[{\"text\":\"a\"},{\"text\":\"b", "the file ends inside it", 2)]
    [InlineData("[{\"text\":\"a\"},", "the file ends before the array does", 2)]
    public void A_cut_array_keeps_the_elements_before(string content, string reason, long number)
    {
        Table table = Table.Of(content, "x.json");
        Assert.Equal("1: a", table.Content);
        Assert.Equal((number, reason), (Assert.Single(table.Rejects).Line, table.Rejects[0].Reason));
    }

    [Theory]
    [InlineData("x.json", "[{\"text\":\"a\"},{\"text\":\"@\"},{\"text\":\"c\"}]")]
    [InlineData("x.jsonl", "{\"text\":\"a\"}\n{\"text\":\"@\"}\n{\"text\":\"c\"}\n")]
    public void A_value_of_over_16_MB_is_rejected_and_the_rest_is_read(string name, string content)
    {
        Table table = Table.Of(content.Replace("@", new string('x', 40_000_000), StringComparison.Ordinal), name);
        Assert.Equal("1: a\n3: c", table.Content);
        Assert.Equal((2, "is longer than 16 MB"), (Assert.Single(table.Rejects).Line, table.Rejects[0].Reason));
    }

    [Fact]
    public void Bare_strings_are_texts() => Assert.Equal("1: a\n2: b", Table.Of("[\"a\",\"b\"]", "x.json").Content);

    [Fact]
    public void One_object_is_one_row() => Assert.Equal("1: a|[1,2]", Table.Of("{\n\"text\":\"a\",\n\"list\":[1,2]}\n", "x.json").Content);

    [Fact]
    public void Half_a_surrogate_pair_and_an_escaped_NUL_do_no_harm() => Assert.Equal("1: a\uFFFDb😀c", Table.Of("""[{"text":"a\ud83db\ud83d\ude00\u0000c"}]""", "x.json").Content);

    [Fact]
    public void Keys_that_differ_in_case_are_two_columns() => Assert.Equal(["a", "A_2"], Table.Of("""[{"a":1,"A":2}]""", "x.json").Columns);

    [Theory]
    [InlineData("[]", "has no rows")]
    [InlineData("[1,2]", "holds no row that can be read; the first one is not a JSON object")]
    [InlineData("text,id", "is not JSON")]
    public void A_file_without_rows_is_refused(string content, string message)
    {
        EarshotException fault = Assert.Throws<EarshotException>(() => Table.Of(content, "x.json"));
        Assert.EndsWith("x.json " + message, fault.Message, StringComparison.Ordinal);
        Assert.Equal(3, fault.ExitCode);
    }

    [Fact]
    public void Thousands_of_elements_cross_the_reading_window()
    {
        string content = "[" + string.Join(",", Enumerable.Range(0, 60_000).Select(i => $$"""{"id":{{i}},"text":"number \"{{i}}\" {[}"}""")) + "]";
        Table table = Table.Of(content, "x.json");
        Assert.Equal(60_000, table.Rows);
        Assert.Empty(table.Rejects);
    }
}
