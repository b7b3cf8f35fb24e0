using Earshot.Core.Text;

namespace Earshot.Tests.Core.Text;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\e[31mred\e[0m alert", "red alert")]
    [InlineData("\e[2J\e[1;1Hwiped", "wiped")]
    [InlineData("\e]0;own title\atext", "text")]
    [InlineData("\e]8;;http://evil\e\\link\e]8;;\e\\ end", "link end")]
    [InlineData("\eP1$tq\e\\after", "after")]
    [InlineData("\ecreset", "reset")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("no end \e]0;title", "no end 0;title")]
    [InlineData("a\0b\bc\u007fd", "abcd")]
    [InlineData("line one\r\nline two\u2028three\tfour", "line one line two three four")]
    [InlineData("  spaces   around  ", "spaces around")]
    [InlineData("in\u202Evoice\u202C \u2066x\u2069 zero\u200Bwidth\uFEFF", "invoice x zerowidth")]
    [InlineData("", "")]
    public void A_ticket_cannot_move_the_cursor_or_reorder_a_terminal_line(string hostile, string shown) =>
        Assert.Equal(shown, SafeText.ForTerminal(hostile));

    [Fact]
    public void Half_a_surrogate_is_shown_as_unknown() => Assert.Equal("half \uFFFD x", SafeText.ForTerminal("half \uD83D x"));

    [Theory]
    [InlineData("refund please", 13, "refund please")]
    [InlineData("refund please", 12, "refund plea…")]
    [InlineData("refund please", 8, "refund…")]
    [InlineData("日本語テスト", 12, "日本語テスト")]
    [InlineData("日本語テスト", 11, "日本語テス…")]
    [InlineData("日本語テスト", 6, "日本…")]
    [InlineData("ab", 1, "…")]
    [InlineData("cafe\u0301 bar", 8, "cafe\u0301 bar")]
    [InlineData("ok 🎉🎉", 6, "ok 🎉…")]
    public void Text_is_cut_by_columns_so_that_tables_stay_aligned(string text, int columns, string shown) =>
        Assert.Equal(shown, SafeText.ForTerminal(text, columns));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+49 170 1234567", "'+49 170 1234567")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\u200B=1", "'\u200B=1")]
    [InlineData("\u202E=1", "'=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("- item", "'- item")]
    [InlineData("-", "'-")]
    [InlineData("-1.2.3", "'-1.2.3")]
    [InlineData("-1,23", "'-1,23")]
    [InlineData("-1e5*A1", "'-1e5*A1")]
    [InlineData("-5", "-5")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("-1,234.5", "-1,234.5")]
    [InlineData("-3%", "-3%")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    [InlineData("nul\0byte", "nulbyte")]
    public void A_cell_never_runs_as_a_formula_and_numbers_stay_numbers(string cell, string safe) =>
        Assert.Equal(safe, SafeText.ForSpreadsheet(cell));

    [Fact]
    public void Whatever_comes_in_a_terminal_gets_no_controls_and_a_spreadsheet_no_formula()
    {
        foreach (string text in HostileText.Samples(2000))
        {
            string line = SafeText.ForTerminal(text, 40);
            Assert.DoesNotContain(line, static c => char.IsControl(c) || c is >= '\u202A' and <= '\u202E');
            string cell = SafeText.ForSpreadsheet(text);
            Assert.False(cell.TrimStart() is ['=' or '+' or '@', ..], cell);
        }
    }

    [Fact]
    public void A_megabyte_of_unfinished_escapes_takes_no_longer_than_plain_text()
    {
        string hostile = string.Concat(Enumerable.Repeat("\e]0;\e[", 200_000));
        Assert.Equal("", SafeText.ForTerminal(hostile).Replace("0;", "", StringComparison.Ordinal));
    }
}
