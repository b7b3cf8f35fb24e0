using Earshot.Core.Analysis;
using Earshot.Core.Reports;

namespace Earshot.Tests.Core.Reports;

public sealed class TextSummaryTests
{
    [Fact]
    public void The_summary_reads_like_this()
    {
        Assert.Equal(
            """
            What 199,977 tickets are about
            ==============================

            200,000 synthetic tickets; 1 to 30 June 2025; 20 topics.

            What to know first
            ------------------
            1. “Webhook events arrive late” more than doubled in a week, from 5.0% to 12.6%
               of all tickets: find out what changed around 24 June.
            2. “Card payment declined” is the largest topic with 9.1% of all tickets; an
               answer that customers can find themselves would save the most work.
            3. Financial carries 34.3% of the volume with six topics; refunds and declined
               cards alone are half of it.
            4. 38% of the texts are exact copies of another: a saved reply would cover them.

            The 10 largest of 20 topics
            ---------------------------
               Tickets   Share  Topic                                       Team
                18,327    9.2%  Webhook events arrive late                  Infrastructure
                17,344    8.7%  Card payment declined                       Financial
                15,686    7.8%  App crashes on start                        Mobile
                14,336    7.2%  Refund not received                         Financial
                11,647    5.8%  Password reset email missing                Mobile
                11,464    5.7%  API rate limit too low                      Infrastructure
                11,090    5.5%  Push notifications not working              Mobile
                10,259    5.1%  Invoice shows wrong amount                  Financial
                 9,214    4.6%  Subscription cancelled but still charged    Financial
                 8,789    4.4%  Slow loading of dashboard                   Mobile

            Growing most
            ------------
            Share of all tickets in the newest week and in the week before.

                Before     Now  Topic
                  6.6%   16.3%  Webhook events arrive late
                  5.6%    6.5%  Push notifications not working

            Teams
            -----
                68,667   34.3%  Mobile, 7 topics
                66,401   33.2%  Financial, 6 topics
                58,873   29.4%  Infrastructure, 6 topics
                 6,036    3.0%  General, 1 topic

            How this was made
            -----------------
            199,977 tickets read, 123,985 different texts, 17 rows that could not be read.
            Vectors by student-general (384 dimensions), 20 clusters by k-means, seed 42.
            Personal data is masked.

            """.ReplaceLineEndings("\n"),
            Summary(SampleDocument.Create(), text => text));
    }

    [Fact]
    public void The_summary_of_a_list_without_dates_reads_like_this()
    {
        Assert.Equal(
            """
            What 900 tickets are about
            ==========================

            list.txt; no dates; 1 topic.

            Topics
            ------
               Tickets   Share  Topic                                       Team
                   900    100%  Webhook events arrive late                  Infrastructure

            Teams
            -----
                   900    100%  Infrastructure, 1 topic

            How this was made
            -----------------
            900 tickets read, 900 without a date, 900 different texts, 0 rows that could not
            be read. Vectors by student-general (384 dimensions), 20 clusters by k-means,
            seed 42.
            Personal data is not masked.

            """.ReplaceLineEndings("\n"),
            Summary(SampleDocument.WithoutDates(), mask: null));
    }

    [Fact]
    public void No_line_is_wider_than_80_columns_and_no_control_character_reaches_a_terminal()
    {
        AnalysisDocument document = SampleDocument.Create();
        string endless = new string('x', 300) + " \u001b[31m\u202E " + new string('y', 90);
        string summary = Summary(document with
        {
            Subject = endless,
            Recommendations = [endless],
            Topics = [.. document.Topics.Select(topic => topic with { Name = endless, Team = endless })],
            Teams = [.. document.Teams.Select(team => team with { Team = endless })],
        }, mask: null);
        Assert.All(summary.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain(summary, letter => char.IsControl(letter) && letter != '\n');
        Assert.DoesNotContain('\u202E', summary);
    }

    [Fact]
    public void What_falls_and_what_has_no_text_is_in_the_summary()
    {
        AnalysisDocument document = SampleDocument.Create();
        TopicSummary fell = document.Topics.MinBy(topic => topic.Change!.Points ?? 0)!;
        string summary = Summary(document with { Falling = [fell.TopicId], Counts = document.Counts with { WithoutText = 728 } }, mask: null);
        Assert.Matches("Falling most\n-+\nShare of all tickets.*\n\n +Before +Now +Topic\n +[0-9.]+% +[0-9.]+% +" + fell.Name, summary);
        Assert.Contains("199,977 tickets read, 728 without a text of their own", summary.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void The_mask_reaches_the_summary()
    {
        string summary = Summary(SampleDocument.Create() with { Recommendations = ["Write to jane.doe@example.com."] }, text => text.Replace("jane.doe@example.com", "[e-mail]", StringComparison.Ordinal));
        Assert.Contains("1. Write to [e-mail].", summary, StringComparison.Ordinal);
    }

    private static string Summary(AnalysisDocument document, Func<string, string>? mask)
    {
        StringWriter writer = new();
        TextSummary.Write(document, new ReportOptions { Mask = mask }, writer);
        return writer.ToString();
    }
}
