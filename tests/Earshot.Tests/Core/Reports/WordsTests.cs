using Earshot.Core.Reports;

namespace Earshot.Tests.Core.Reports;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "0%")]
    [InlineData(0.0001, "<0.1%")]
    [InlineData(0.0005, "0.1%")]
    [InlineData(0.1234, "12.3%")]
    [InlineData(0.9999, ">99.9%")]
    [InlineData(1, "100%")]
    [InlineData(double.NaN, "0%")]
    public void A_share_never_rounds_something_to_nothing_or_a_part_to_the_whole(double share, string words)
    {
        Assert.Equal(words, Words.Share(share));
    }

    [Theory]
    [InlineData(0.004, "<0.1")]
    [InlineData(0.26, "0.3")]
    [InlineData(9.96, "10")]
    [InlineData(6543.2, "6,543")]
    public void A_mean_above_nothing_is_never_shown_as_nothing(double mean, string words) => Assert.Equal(words, Words.Mean(mean));

    [Theory]
    [InlineData("2025-06-01", "2025-06-30", "1 to 30 June 2025")]
    [InlineData("2025-05-28", "2025-06-26", "28 May to 26 June 2025")]
    [InlineData("2024-12-28", "2025-01-03", "28 December 2024 to 3 January 2025")]
    [InlineData("2025-06-01", "2025-06-01", "1 June 2025")]
    [InlineData(null, null, null)]
    public void A_period_says_month_and_year_once_where_they_are_the_same(string? first, string? last, string? words)
    {
        Assert.Equal(words, Words.Period(first, last));
    }

    [Theory]
    [InlineData("a\r\n\tb\0c", "a b c")]
    [InlineData("\u202Eevil\u202C \u2066x\u2069\u200F", "evil x")]
    [InlineData("\uFEFFbom", "bom")]
    [InlineData("family 👩‍👩‍👧 stays", "family 👩‍👩‍👧 stays")]
    [InlineData("\u001b[31mred\u001b[0m \u001b[2J\u009B1mbold\u001bx", "red boldx")]
    [InlineData("  trimmed  ", "trimmed")]
    public void Shown_text_is_one_line_without_controls_or_direction_marks(string text, string clean)
    {
        Assert.Equal(clean, DisplayText.Clean(text));
    }

    [Fact]
    public void An_unpaired_surrogate_becomes_a_replacement_character()
    {
        Assert.Equal("a\uFFFDb", DisplayText.Clean("a" + (char)0xD83D + "b"));
    }

    [Fact]
    public void Shortening_keeps_text_elements_whole()
    {
        Assert.Equal("👩‍👩‍👧👩‍👩‍👧…", DisplayText.Shorten("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 3));
        Assert.Equal("several words…", DisplayText.Shorten("several words here", 16));
    }
}
