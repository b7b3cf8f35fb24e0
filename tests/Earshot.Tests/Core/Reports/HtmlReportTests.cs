using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Earshot.Core.Analysis;
using Earshot.Core.Reports;
using Earshot.Core.Topics.Life;

namespace Earshot.Tests.Core.Reports;

public sealed class HtmlReportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string[] VoidTags = ["meta", "br", "input", "path", "rect"];

    [Fact]
    public void The_same_document_gives_the_same_bytes()
    {
        Assert.Equal(Html(SampleDocument.Create()), Html(SampleDocument.Create()));
    }

    [Fact]
    public void Nothing_is_loaded_from_anywhere()
    {
        string html = Html(SampleDocument.Create());
        foreach (Match attribute in Matches(html, "<[^>]*\\s(?:src|href|action|formaction|srcset|poster|data|xlink:href|background)\\s*=\\s*[\"']?([^\"'\\s>]*)"))
            Assert.StartsWith("#", attribute.Groups[1].Value, StringComparison.Ordinal);
        foreach (string loads in new[] { "<link", "<img", "<iframe", "<object", "<embed", "@import", "url(", "<script ", "http-equiv=\"refresh", "fetch(", "XMLHttpRequest" })
            Assert.DoesNotContain(loads, html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("[\"'(=]\\s*(?:https?:)?//[a-z]", html);
    }

    [Fact]
    public void The_policy_allows_our_script_and_no_other()
    {
        string html = Html(SampleDocument.Create());
        string script = Assert.Single(Matches(html, "<script>(.*?)</script>")).Groups[1].Value;
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<[^>]*\\son[a-z]+\\s*=", html);
    }

    [Fact]
    public void Hostile_texts_are_text()
    {
        string html = Html(SampleDocument.Create());
        Assert.Contains("<bdi>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; app closes itself &lt;img src=x onerror=alert(1)&gt;</bdi>", html, StringComparison.Ordinal);
        Assert.Contains("<bdi>&lt;b&gt;Account&lt;/b&gt; deletion &amp; data export</bdi>", html, StringComparison.Ordinal);
        Assert.Contains("data-name=\"&lt;b&gt;Account&lt;/b&gt; deletion &amp; data export\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Account", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', html);
        Assert.DoesNotContain('\u202e', html);
        Assert.Contains("لا تصلني", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_text_of_the_tickets_passes_the_mask()
    {
        AnalysisDocument document = SampleDocument.Create();
        string html = Html(document, text => "[masked]");
        IEnumerable<string> raw = document.Topics.SelectMany(topic => topic.Examples.Select(example => example.Text).Append(topic.Name).Concat(topic.Keywords.Select(keyword => keyword.Term)))
            .Concat(document.Recommendations).Concat(document.Sources.Select(source => source.Name)).Append(document.Subject).Where(text => text.Length > 12);
        foreach (string text in raw) Assert.DoesNotContain(Earshot.Core.Reports.Page.Markup.Escape(text), html, StringComparison.Ordinal);
        Assert.Contains("Personal data is masked in this report", html, StringComparison.Ordinal);
        Assert.Contains("Personal data is not masked in this report", Html(document, mask: null), StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_come_in_the_order_of_what_a_reader_asks()
    {
        string html = Html(SampleDocument.Create());
        string[] sections = [.. Matches(html, "<section id=\"([a-z]+)\"").Select(match => match.Groups[1].Value)];
        Assert.Equal(["first", "growing", "topics", "sizes", "map", "time", "products", "sources", "languages", "teams", "made"], sections);
        foreach (Match link in Matches(html, "href=\"#([^\"]+)\"")) Assert.Contains($"id=\"{link.Groups[1].Value}\"", html, StringComparison.Ordinal);
        Assert.Contains("<h1>What 199,977 tickets are about</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<strong><bdi>200,000 synthetic tickets</bdi></strong>, 1 to 30 June 2025.", html, StringComparison.Ordinal);
        Assert.Contains("<b>18,327</b> <span class=\"muted\">9.2%</span>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tag_is_closed_whatever_is_missing()
    {
        AnalysisDocument full = SampleDocument.Create();
        AssertBalanced(Html(full));
        AssertBalanced(Html(SampleDocument.WithoutDates()));
        AssertBalanced(Html(full with { Topics = [], Growing = [], Teams = [] }));
        AssertBalanced(Html(full with { Growing = [9999], Days = ["2025-06-01"], Daily = [199_977] }));
    }

    [Fact]
    public void What_is_missing_is_said_and_not_drawn()
    {
        string html = Html(SampleDocument.WithoutDates());
        string[] sections = [.. Matches(html, "<section id=\"([a-z]+)\"").Select(match => match.Groups[1].Value)];
        Assert.Equal(["topics", "time", "sources", "teams", "made"], sections);
        Assert.Contains("The tickets carry no dates, so change over time can&#39;t be shown.", html.Replace("can't", "can&#39;t", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.Contains("There are no topics", Html(SampleDocument.Create() with { Topics = [] }), StringComparison.Ordinal);
        Assert.Contains("No topic took a clearly larger share", Html(SampleDocument.Create() with { Growing = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_called_groups_at_the_top_and_topics_are_counted_beside_them()
    {
        AnalysisDocument document = SampleDocument.Create();
        int[] ids = [.. document.Topics.Select(topic => topic.TopicId)];
        TopicGroup[] groups = [new(100, "Money", [], 2, 0.6, null, ids[..12]), new(101, "Rest", [], 1, 0.4, null, ids[12..]) { HiddenTopics = 2 }];
        string html = Html(document with { Groups = groups });
        Assert.Contains(". 20 topics in 2 groups. The largest groups are <strong>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>Topics</dt><dd>20</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>Groups of topics</dt><dd>2</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"muted\">2 hidden</span>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Groups of topics", Html(document), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_weeks_can_be_compared_no_number_of_growing_topics_is_claimed()
    {
        AnalysisDocument document = SampleDocument.Create() with { Growing = [] };
        Assert.Contains("<dt>Topics that grow</dt><dd>0</dd>", Html(document), StringComparison.Ordinal);
        string html = Html(document with { Topics = [.. document.Topics.Select(topic => topic with { Change = null })] });
        Assert.Contains("<dt>Topics that grow</dt><dd>too early to tell</dd>", html, StringComparison.Ordinal);
        Assert.Contains("There are too few tickets in the newest days", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_changed_since_last_time_names_what_was_called_otherwise_and_says_so_where_nothing_changed()
    {
        TopicMovement renamed = new(3, TopicTransitionKind.Continued, "Card <fees>", 10, 10, 0.1, 0.1, "") { Was = "Fees" };
        AnalysisDocument document = SampleDocument.Create() with { Since = new TopicMovement.Since(null, 900, [renamed]) };
        Assert.Contains("was “Fees”, now “Card &lt;fees&gt;”", Html(document), StringComparison.Ordinal);
        string html = Html(document with { Since = new TopicMovement.Since(null, 900, []) });
        Assert.Contains("Nothing changed beyond chance", html, StringComparison.Ordinal);
        AssertBalanced(html);
        Assert.DoesNotContain("id=\"changes\"", Html(SampleDocument.Create()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_sample_and_a_year_of_days_do_not_swell_the_file()
    {
        AnalysisDocument document = SampleDocument.Create();
        long[] year = [.. Enumerable.Range(0, 366).Select(day => 100L + day % 7)];
        AnalysisDocument large = document with
        {
            Map = [.. Enumerable.Range(0, 100_000).Select(i => new MapPoint(i % 331 / 331f, i % 777 / 777f, document.Topics[i % 20].TopicId))],
            Days = [.. Enumerable.Range(0, 366).Select(day => new DateOnly(2024, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
            Daily = year,
            Topics = [.. document.Topics.Select(topic => topic with { Daily = year })],
        };
        string html = Html(large);
        Assert.InRange(html.Length, 100_000, 400_000);
        Assert.Contains("as means of 4 days", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_topics_that_are_said_to_grow_have_a_coloured_arrow()
    {
        AnalysisDocument sample = SampleDocument.Create(), document = sample with { Growing = [.. sample.Growing.Take(1)] };
        string html = Html(document);
        int rising = document.Topics.Count(topic => topic.Change!.Points > 0);
        Assert.True(rising > document.Growing.Count);
        Assert.Equal(document.Growing.Count, Matches(html, "<span class=\"up\"><span aria-hidden=\"true\">▲").Count);
        Assert.Equal(rising, Matches(html, "▲ </span>").Count);
    }

    [Fact]
    public void What_falls_has_a_section_of_its_own()
    {
        AnalysisDocument document = SampleDocument.Create();
        TopicSummary fell = document.Topics.MinBy(topic => topic.Change!.Points ?? 0)!;
        string html = Html(document with { Falling = [fell.TopicId] });
        Assert.Contains("<dt>Topics that fall</dt><dd>1</dd>", html, StringComparison.Ordinal);
        string section = html[html.IndexOf("<section id=\"falling\"", StringComparison.Ordinal)..];
        Assert.Contains($"#topic-{fell.TopicId}", section[..section.IndexOf("</section>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"falling\"", Html(document), StringComparison.Ordinal);
        AssertBalanced(html);
    }

    [Fact]
    public void A_year_that_is_not_the_whole_span_says_so_and_the_peak_is_the_curves()
    {
        AnalysisDocument document = SampleDocument.Create();
        long[] daily = new long[366];
        daily[40] = 5;
        for (int day = 350; day < 354; day++) daily[day] = 2;
        AnalysisDocument old = document with
        {
            Counts = document.Counts with { FirstDay = "2012-02-07", LastDay = "2026-03-03" },
            Days = [.. Enumerable.Range(0, 366).Select(day => new DateOnly(2025, 3, 3).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
            Daily = daily,
            Topics = [],
            Growing = [],
        };
        string html = Html(old);
        Assert.Contains("Days before 5 March 2025 are left out; the first ticket is of 7 February 2012.", html, StringComparison.Ordinal);
        Assert.Contains("<span>5 Mar 2025</span><span>3 Mar 2026</span>", html, StringComparison.Ordinal);
        Assert.Contains("most 2.0 a day, 16 Feb to 19 Feb 2026", html, StringComparison.Ordinal);
        Assert.Contains("highest 2.0, lowest 0, last 0", html, StringComparison.Ordinal);
        string june = Html(document);
        Assert.DoesNotContain("are left out", june, StringComparison.Ordinal);
        Assert.Contains("<span>1 Jun</span><span>30 Jun</span>", june, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--card", false)]
    [InlineData("--paper", false)]
    [InlineData("--card", true)]
    [InlineData("--paper", true)]
    [InlineData("--up-soft", false)]
    [InlineData("--up-soft", true)]
    public void Text_can_be_read_on_every_ground_in_both_themes(string ground, bool dark)
    {
        string html = Html(SampleDocument.Create());
        int start = html.IndexOf(dark ? ":root[data-theme=dark]" : ":root {", StringComparison.Ordinal);
        string theme = html[start..html.IndexOf('}', start)];
        foreach (string text in new[] { "--ink", "--muted", "--link", "--up" })
        {
            double ratio = Contrast(Colour(theme, text), Colour(theme, ground));
            Assert.True(ratio >= 4.5, $"{text} on {ground}: {ratio:0.00}, below the 4.5 of WCAG AA");
        }

        for (int i = 1; i <= 8; i++)
        {
            double ratio = Contrast(Colour(theme, $"--s{i}"), Colour(theme, "--card"));
            Assert.True(ratio >= 3, $"--s{i} on --card: {ratio:0.00}, below the 3.0 of WCAG AA for graphics");
        }
    }

    private static string Html(AnalysisDocument document) => Html(document, text => text);

    private static string Html(AnalysisDocument document, Func<string, string>? mask)
    {
        StringWriter writer = new();
        HtmlReport.Write(document, new ReportOptions { Mask = mask }, writer);
        return writer.ToString();
    }

    private static MatchCollection Matches(string text, string pattern) => Regex.Matches(text, pattern, RegexOptions.Singleline, Patience);

    private static void AssertBalanced(string html)
    {
        Stack<string> open = [];
        string body = Regex.Replace(html, "<(?<tag>script|style)>.*?</\\k<tag>>", string.Empty, RegexOptions.Singleline, Patience);
        foreach (Match tag in Matches(body, "<(/?)([a-z][a-z0-9]*)[^>]*>"))
        {
            string name = tag.Groups[2].Value;
            if (VoidTags.Contains(name)) continue;
            if (tag.Groups[1].Length == 0) open.Push(name);
            else Assert.Equal(open.Pop(), name);
        }

        Assert.Empty(open);
    }

    private static uint Colour(string theme, string name)
    {
        int at = theme.IndexOf(name + ": #", StringComparison.Ordinal) + name.Length + 3;
        return uint.Parse(theme.AsSpan(at, 6), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>Contrast ratio of WCAG 2.2.</summary>
    private static double Contrast(uint first, uint second)
    {
        double a = Luminance(first) + 0.05;
        double b = Luminance(second) + 0.05;
        return Math.Max(a, b) / Math.Min(a, b);
    }

    private static double Luminance(uint rgb) => 0.2126 * Linear(rgb >> 16 & 255) + 0.7152 * Linear(rgb >> 8 & 255) + 0.0722 * Linear(rgb & 255);

    private static double Linear(uint channel) => channel / 255.0 <= 0.04045 ? channel / 255.0 / 12.92 : Math.Pow((channel / 255.0 + 0.055) / 1.055, 2.4);
}
