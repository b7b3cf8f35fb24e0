using System.Diagnostics;
using System.Text;
using Earshot.Core.Columns;
using Earshot.Core.Text;

namespace Earshot.Tests.Core.Text;

public sealed class TextCleanerTests
{
    [Theory]
    [InlineData("Fish &amp; chips &lt;3", "Fish & chips <3")]
    [InlineData("<p>Hello <b>world</b></p><p>again</p>", "Hello world\nagain")]
    [InlineData("a<script>alert('x')</script>b<style>p{}</style>c", "a\nb\nc")]
    [InlineData("one<!-- hidden -->two", "onetwo")]
    [InlineData("<a title=\"x > y\" href='z'>link</a> end", "link end")]
    [InlineData("<IMG SRC=x onerror=alert(1)>picture", "picture")]
    [InlineData("List<String> of x < 5 and y > 3 <redacted>", "List<String> of x < 5 and y > 3 <redacted>")]
    [InlineData("<o:p>Outlook</o:p> <my-tag>x</my-tag>", "Outlook\nx")]
    [InlineData("R&D & more; a &b c", "R&D & more; a &b c")]
    [InlineData("zero\u200Bwidth \u202Eevil\u202C \uFEFFmark so\u00ADft", "zerowidth evil mark soft")]
    [InlineData("&#x202E;evil &#0; nul", "evil \uFFFD nul|evil nul")]
    [InlineData("a\0b\u0007c \e[31mred\e[0m", "abc red")]
    [InlineData("see https://www.shop.example/orders/77?x=1#y.", "see shop.example.")]
    [InlineData("see www.example.com/a, http://user:pw@host.example:8080/x now", "see example.com, host.example now")]
    [InlineData("<https://a.example/x>", "<a.example>")]
    [InlineData("ends in < or <a or &", "ends in < or <a or &")]
    [InlineData("<br>", "")]
    public void Html_hidden_characters_and_addresses_go_from_any_text(string body, string clean) =>
        Assert.Contains(TextCleaner.Clean(TextOrigin.Plain, "", body), clean.Split('|'));

    [Fact]
    public void Github_keeps_the_words_and_drops_code_logs_traces_times_and_templates()
    {
        const string Body = """
            <!-- Thank you for the report! Please fill in:
            ``` all of it -->
            ### Describe the bug
            The **app** crashes when I click `save()` in [the editor](https://example.com/editor "Editor").
            It began at 2024-01-05T10:22:33Z, 2 * 3 and snake_case stay.

            ```js
            const a = 1;
            ```

            2024-01-05 10:22:33,123 INFO  starting up
            [2024-01-05 10:22:34] ERROR boom
            Jan 21 14:17:02 host app[12]: failed
            java.lang.IllegalStateException: editor closed
                at com.example.Editor.save(Editor.java:12)
                at com.example.Main.main(Main.java:3)
            Caused by: java.io.IOException
            Traceback (most recent call last):
              File "a.py", line 3, in <module>

            - [x] I searched
            - second point
            1. third point
            ![screenshot](https://example.com/a.png)
            | a | b |
            |---|---|

                indented code

            > a quote keeps its words
            ~~~
            unclosed fence
            """;
        Assert.Equal("""
            Crash on save
            Describe the bug
            The app crashes when I click in the editor.
            It began at , 2 * 3 and snake_case stay.
            java.lang.IllegalStateException: editor closed
            I searched
            second point
            third point
            a b
            a quote keeps its words
            """, TextCleaner.Clean(TextOrigin.GitHub, "Crash on `save`", Body));
    }

    [Theory]
    [InlineData("{html}<div><p>The idea &amp; more:</p> <pre> <code>Ti.UI( { &lt;x&gt; } );</code> </pre></div>{html}", "The idea & more:")]
    [InlineData("Before {code:java}int a = {};{code} after {noformat}raw{noformat} end", "Before\nafter\nend")]
    [InlineData("h2. Title    h3. Next  # first  # second  * bullet", "Title Next first second bullet")]
    [InlineData("See [the page|http://a.example/x] and [http://b.example/y] and [~bob] [^file.png] [x]", "See the page and b.example and [x]")]
    [InlineData("{color:red}red{color} {quote}said{quote} {{mono}} text", "red said mono text")]
    [InlineData("bq. quoted\n!image.png|thumbnail! Hey! Stop!", "quoted\nHey! Stop!")]
    [InlineData("*bold* and _italic_ and 2 * 3 and a_b", "bold and italic and 2 * 3 and a_b")]
    [InlineData("||head||head||\n|a|b|", "head head\na b")]
    [InlineData("{code}never closed", "never closed")]
    [InlineData("map {a: 1} and {unknown}", "map {a: 1} and {unknown}")]
    public void Jira_markup_goes_and_its_words_stay(string body, string clean) => Assert.Equal(clean, TextCleaner.Clean(TextOrigin.Jira, "", body));

    [Theory]
    [InlineData("I agree.\n> you said\n> that\nBut no.", "I agree.\nBut no.")]
    [InlineData("&gt; quoted\n\nAnswer", "Answer")]
    [InlineData("My phone broke.\n\nEDIT: fixed, thanks!\nreally\n\nStill odd.", "My phone broke.\nStill odd.")]
    [InlineData("My phone broke. Edit 2: fixed it", "My phone broke.")]
    [InlineData("I clicked Edit: nothing happened", "I clicked Edit: nothing happened")]
    [InlineData("write me at bob@example.com please", "write me at please")]
    [InlineData("**bold** text with `code` and [a link](http://x.example/)", "bold text with and a link")]
    [InlineData("Good phone.\n-- \nBob, CEO", "Good phone.")]
    [InlineData("Good phone.\nSent from my iPhone", "Good phone.")]
    public void Reddit_quotes_edits_and_signatures_go(string body, string clean) => Assert.Equal(clean, TextCleaner.Clean(TextOrigin.Reddit, "", body));

    [Theory]
    [InlineData("&gt; quote<p>I&#x27;m <i>very</i> sad<p><pre><code>x = 1;</code></pre>", "I'm very sad")]
    [InlineData("See <a href=\"https:&#x2F;&#x2F;news.example&#x2F;item\" rel=\"nofollow\">https:&#x2F;&#x2F;news.example&#x2F;item</a> ok", "See news.example ok")]
    public void Hacker_news_html_becomes_text_before_its_quotes_go(string body, string clean) => Assert.Equal(clean, TextCleaner.Clean(TextOrigin.HackerNews, "", body));

    [Theory]
    [InlineData("My card fails.\n\nOn Mon, Jan 5, 2015 at 3:04 PM, Bob <bob@x.com> wrote:\n> old\n> text", "My card fails.")]
    [InlineData("My card fails.\n\nOn Mon, Jan 5, 2015 at 3:04 PM, Bob <bob@x.com>\nwrote:\n> old", "My card fails.")]
    [InlineData("On Monday, Bob wrote:\n> Did it work?\nNo, it still fails.", "No, it still fails.")]
    [InlineData("Am 05.01.2024 um 10:22 schrieb Bob:\n> alt\nGeht nicht.", "Geht nicht.")]
    [InlineData("Broken.\n-----Original Message-----\nFrom: a\nall old", "Broken.")]
    [InlineData("Broken.\nFrom: Bob\nSent: Monday\nTo: help\nSubject: x\nold", "Broken.")]
    [InlineData("---------- Forwarded message ---------\nFrom: Bob\nDate: Mon\nSubject: x\n\nThe app is down.", "The app is down.")]
    [InlineData("Where is my parcel?\n\nBest regards,\nBob Smith\nHead of Things\n+1 555 123 4567", "Where is my parcel?")]
    [InlineData("Where is it?\nThanks, Bob", "Where is it?")]
    [InlineData("Wo ist mein Paket?\nMit freundlichen Grüßen\nJürgen Müller", "Wo ist mein Paket?")]
    [InlineData("Thanks!\nMy order has not arrived.", "Thanks!\nMy order has not arrived.")]
    [InlineData("It broke.\nThanks.\nThe second one broke as well, please send a new one today.", "It broke.\nThe second one broke as well, please send a new one today.")]
    [InlineData("It broke.\nRegards,\nBob\nPS: the old one works", "It broke.\nBob\nPS: the old one works")]
    [InlineData("It broke.\n-- \nBob\nACME", "It broke.")]
    [InlineData("It broke.\nSent from my iPhone", "It broke.")]
    [InlineData("It broke.\n\nThis email and any attachments are confidential and\nintended solely for you.\n\nMore words.", "It broke.\nMore words.")]
    [InlineData("<div>It broke.</div><blockquote type=\"cite\">old</blockquote>", "It broke.")]
    public void Quoted_replies_signatures_and_footers_of_mails_go(string body, string clean)
    {
        Assert.Equal(clean, TextCleaner.Clean(TextOrigin.Ticket, "", body));
        Assert.Equal(clean, CleanUtf8(TextOrigin.Ticket, "", body) ?? body);
    }

    [Theory]
    [InlineData(TextOrigin.GitHub, "```\nlet it = be;\n```", "let it = be;")]
    [InlineData(TextOrigin.Jira, "{code}let it = be;{code}", "let it = be;")]
    [InlineData(TextOrigin.Reddit, "> only a quote", "only a quote")]
    [InlineData(TextOrigin.Ticket, "> only a quote", "only a quote")]
    [InlineData(TextOrigin.GitHub, "2024-01-05 10:22:33 ERROR boom", "2024-01-05 10:22:33 ERROR boom")]
    public void A_ticket_of_nothing_but_code_or_quotes_is_not_emptied(TextOrigin origin, string body, string clean) =>
        Assert.Equal(clean, TextCleaner.Clean(origin, "", body));

    [Theory]
    [InlineData(TextOrigin.Ticket, "Re: Fwd: AW: Card lost", "Help", "Card lost\nHelp")]
    [InlineData(TextOrigin.Ticket, "Card lost", "", "Card lost")]
    [InlineData(TextOrigin.Jira, "List<T> &amp; co", "Text", "List<T> & co\nText")]
    [InlineData(TextOrigin.GitHub, "`foo` crashes", "```\ncode\n```", "foo crashes")]
    public void The_title_is_cleaned_and_stands_first(TextOrigin origin, string title, string body, string clean)
    {
        Assert.Equal(clean, TextCleaner.Clean(origin, title, body));
        if (body.Length != 0) Assert.Equal(clean, CleanUtf8(origin, title, body));
    }

    [Fact]
    public void What_cleaning_leaves_as_it_is_becomes_null_so_that_it_is_not_stored_twice()
    {
        string[] clean = ["I am still waiting on my card?", "It's been a week.  Should I be worried?", "line one\nline two", "it’s “fine” – 5 €, naïve", "日本語のテキスト、です", "x < 5 & y > 3", "ratio 16:9. ok"];
        foreach (TextOrigin origin in (ReadOnlySpan<TextOrigin>)[TextOrigin.Plain, TextOrigin.Ticket, TextOrigin.Web])
            foreach (string text in clean) Assert.Null(CleanUtf8(origin, "A title", text));
        Assert.Null(CleanUtf8(TextOrigin.GitHub, "A title", "A plain sentence."));
        Assert.Null(CleanUtf8(TextOrigin.Plain, "", ""));
    }

    [Fact]
    public void The_quick_look_never_misses_what_the_cleaner_would_change()
    {
        foreach (string text in HostileText.Samples(4000))
        {
            string valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            foreach (TextOrigin origin in Enum.GetValues<TextOrigin>())
            {
                string expected = TextCleaner.Clean(origin, "", valid);
                string actual = CleanUtf8(origin, "", valid) ?? valid;
                Assert.True(WithoutBlanks(expected) == WithoutBlanks(actual), $"{origin}: {valid}\n---\n{expected}\n---\n{actual}");
                Assert.True(expected.Length != 0 || !WithoutMacros(TextCleaner.Clean(TextOrigin.Plain, "", valid)).Any(char.IsLetter), $"{origin} emptied {valid}");
            }
        }
    }

    [Fact]
    public void Random_bytes_are_survived_by_every_origin()
    {
        BytesColumn column = new();
        for (ulong seed = 0; seed < 200; seed++)
            foreach (TextOrigin origin in Enum.GetValues<TextOrigin>())
                TextCleaner.Clean(origin, HostileText.Bytes(20, seed + 1000), HostileText.Bytes((int)seed * 7, seed), column);
        Assert.Equal(1400, column.Count);
    }

    [Theory]
    [InlineData("<a ")]
    [InlineData("<a \"")]
    [InlineData("<div>")]
    [InlineData("<script>")]
    [InlineData("<!--")]
    [InlineData("[")]
    [InlineData("![](")]
    [InlineData("](")]
    [InlineData("`a``b```c")]
    [InlineData("{code}{noformat")]
    [InlineData("{")]
    [InlineData("!a.")]
    [InlineData("&")]
    [InlineData("> ")]
    [InlineData("\n>")]
    [InlineData("\nThanks,\n")]
    [InlineData("\nFrom: \n")]
    [InlineData("On \n")]
    [InlineData("\n\n\n")]
    [InlineData("\n```")]
    [InlineData("edit")]
    [InlineData("\nedit:")]
    [InlineData("http://")]
    [InlineData("a@a.")]
    [InlineData("12:34:56 ")]
    [InlineData("\e]")]
    [InlineData("<blockquote>")]
    [InlineData("* ")]
    public void A_long_run_of_beginnings_takes_linear_time(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 300_000 / piece.Length));
        foreach (TextOrigin origin in Enum.GetValues<TextOrigin>())
        {
            long start = Stopwatch.GetTimestamp();
            Assert.NotNull(TextCleaner.Clean(origin, "", text));
            // Linear work takes some milliseconds; the limit is far above, for machines under load.
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(4), $"{origin} took {Stopwatch.GetElapsedTime(start)}");
        }
    }

    [Fact]
    public void Real_jira_issues_lose_their_markup()
    {
        int withMarkup = 0;
        foreach (string[] row in SampleRows.Rows("jira/issues.csv.gz", 3000).Skip(1))
        {
            string clean = TextCleaner.Clean(TextOrigin.Jira, row[2], row[3]);
            Assert.NotEqual("", clean);
            if (clean.Contains("{html}", StringComparison.Ordinal) || clean.Contains("</p>", StringComparison.Ordinal) || clean.Contains("{code}", StringComparison.Ordinal)) withMarkup++;
        }

        Assert.InRange(withMarkup, 0, 15);
    }

    [Fact]
    public void The_origin_of_real_files_is_guessed()
    {
        Assert.Equal(TextOrigin.Jira, Guess("jira/issues.csv.gz", 3));
        Assert.Equal(TextOrigin.Ticket, Guess("helpdesk/tickets.csv", 1));
        Assert.Equal(TextOrigin.Plain, Guess("banking77/train.csv", 0));
        Assert.Equal(TextOrigin.Reddit, TextOriginGuess.From(["id", "Subreddit", "selftext"], []));
        Assert.Equal(TextOrigin.GitHub, TextOriginGuess.From(["title", "body"], ["```\ncode\n```"]));
        Assert.Equal(TextOrigin.Web, TextOriginGuess.From(["text"], ["<p>Hi</p>"]));
        Assert.Equal(TextOrigin.Plain, TextOriginGuess.From([], []));
    }

    private static TextOrigin Guess(string file, int column)
    {
        List<string[]> rows = SampleRows.Rows(file, 200);
        return TextOriginGuess.From(rows[0], rows.Skip(1).Select(row => row[column]));
    }

    private static string WithoutMacros(string text) => text.Replace("{code}", "", StringComparison.Ordinal).Replace("{html}", "", StringComparison.Ordinal).Replace("a.png", "", StringComparison.Ordinal);

    private static string WithoutBlanks(string text) => string.Concat(text.Where(static c => !char.IsWhiteSpace(c)));

    private static string? CleanUtf8(TextOrigin origin, string title, string body)
    {
        BytesColumn column = new();
        bool changed = TextCleaner.Clean(origin, Encoding.UTF8.GetBytes(title), Encoding.UTF8.GetBytes(body), column);
        Assert.Equal(1, column.Count);
        Assert.Equal(changed, !column.IsNull(0));
        return changed ? column.GetString(0) : null;
    }
}
