using Earshot.Output;

namespace Earshot.Tests.Cli;

public sealed class OutputTests
{
    private static readonly Table Topics = new Table(TableColumn.Number("id"), TableColumn.Flex("topic"), TableColumn.Number("tickets"))
        .Add("0", "Card has not arrived", "12,345")
        .Add("11", "カードが届かない\e[31m\nred", "9");

    [Fact]
    public void Columns_are_aligned_by_the_width_of_what_is_seen()
    {
        Assert.Equal("""
            id  topic                 tickets
             0  Card has not arrived   12,345
            11  カードが届かない red        9

            """, Written(Terminal.Unbounded));
    }

    [Fact]
    public void The_flexible_column_gives_way_on_a_narrow_screen()
    {
        Assert.Equal("""
            id  topic            tickets
             0  Card has not a…   12,345
            11  カードが届かな…        9

            """, Written(28));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_400_000, "1.4 MB")]
    [InlineData(70_546_800, "71 MB")]
    [InlineData(999_950_000, "1.0 GB")]
    public void Bytes_have_two_or_three_digits(long bytes, string expected) => Assert.Equal(expected, Quantity.Bytes(bytes));

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.7, "1 min 00 s")]
    [InlineData(245, "4 min 05 s")]
    [InlineData(7800, "2 h 10 min")]
    public void Durations_are_told_as_people_do(double seconds, string expected) => Assert.Equal(expected, Quantity.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0.0%")]
    [InlineData(0.0001, "<0.1%")]
    [InlineData(0.1234, "12.3%")]
    public void Shares_never_hide_what_is_there(double share, string expected) => Assert.Equal(expected, Quantity.Share(share));

    private static string Written(int width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Topics.Write(new Terminal(output, TextWriter.Null) { Width = width });
        return output.ToString();
    }
}
