using System.Text;
using Earshot.Core.Topics;

namespace Earshot.Tests.Core.Topics;

public sealed class TermCounterTests
{
    [Theory]
    [InlineData("card not working", "card|not working|working")]
    [InlineData("My direct debit, the exchange rate!", "debit|direct|direct debit|exchange|exchange rate|rate")]
    [InlineData("I can't top up my card", "can't top up|card|top up|top up card")]
    [InlineData("please reset my password", "password|reset|reset password")]
    [InlineData("The payment was declined.", "declined|payment|payment declined")]
    [InlineData("proof of my source of funds", "funds|proof|proof of source|source|source of funds")]
    [InlineData("it doesn't load", "load|not load")]
    [InlineData("I don't recognise it, I did not recognize it", "not recognise|recognise")]
    [InlineData("AI in our e-commerce", "AI|commerce")]
    [InlineData("two-factor log-in", "factor|factor log in|log in")]
    [InlineData("the customer’s invoice", "customer|customer invoice|invoice")]
    public void Phrases_are_two_words_that_belong_together(string text, string terms) => Assert.Equal(terms.Split('|'), LabelledTexts.TermsOf(text));

    [Theory]
    [InlineData("Hi team, hello dear sir, thanks and best regards please")]
    [InlineData("[email] [phone] [credit card] [api_key]")]
    [InlineData("4711 12.50 2024-01-31 0xdeadbeef 3f2a9c77 AB-1234 1st 5pm")]
    [InlineData("https://x.example.com/a?b=c www.example.org mail.me@example.com /usr/local/bin C:\\temp\\x.txt file.xml")]
    [InlineData("<div class=\"invoice total\">&nbsp;</div>{html}{code:java} foo() a=b snake_case_name @someone $total")]
    [InlineData("hereby sent by am pm")]
    [InlineData("true false null undefined")]
    [InlineData("doesn't isn t ve ll I'm we've you'd")]
    [InlineData("der die und nicht pour avec para con della voor het você")]
    [InlineData("\0\u0001 … — “ ” 😀 \u200b")]
    public void What_is_no_prose_is_never_a_term(string text) => Assert.Empty(LabelledTexts.TermsOf(text));

    [Fact]
    public void A_phrase_does_not_reach_over_punctuation_or_stop_words() =>
        Assert.DoesNotContain(LabelledTexts.TermsOf("Refund. Card, invoice (receipt) because delivery"), term => term.Contains(' '));

    [Fact]
    public void Inflections_count_as_one_term_written_as_most_people_write_it()
    {
        TermCounter counter = LabelledTexts.Count(1, (0, "a transfer"), (0, "two transfers"), (0, "all transfers and transfers"));
        Assert.Equal((4, 3), counter.Terms()["transfers"]);
    }

    [Fact]
    public void Capitals_are_kept_where_people_mean_them()
    {
        TermCounter counter = LabelledTexts.Count(1, (0, "VPN on my iPhone. Refund for the API"), (0, "Refund: vpn iPhone API"), (0, "Invoice the VPN"));
        Assert.Superset(new HashSet<string> { "VPN", "iPhone", "API", "refund", "invoice" }, counter.Terms().Keys.ToHashSet());
    }

    [Fact]
    public void Merged_parts_equal_the_whole_in_any_grouping()
    {
        (int, string)[] texts =
        [
            .. Enumerable.Range(0, 300).Select(i => (i % 3, $"Card {(char)('a' + (i % 7))}word{(char)('a' + (i % 11))} not working after the bank transfer {(i % 2 == 0 ? "VPN" : "vpn")}")),
        ];
        TermCounter whole = LabelledTexts.Count(3, texts);
        foreach (int[] cuts in (int[][])[[100, 200], [1, 299], [150, 150]])
        {
            TermCounter merged = new(3);
            int from = 0;
            foreach (int to in (int[])[.. cuts, 300])
            {
                merged.Merge(LabelledTexts.Count(3, texts[from..to]));
                from = to;
            }

            for (int cluster = 0; cluster < 3; cluster++) Assert.Equal(whole.Terms(cluster), merged.Terms(cluster));
            Assert.Equal(whole.OccurrencesByCluster, merged.OccurrencesByCluster);
            Assert.Equal(300, merged.Texts);
        }
    }

    [Fact]
    public void Titles_are_counted_apart_and_survive_a_merge()
    {
        TermCounter counter = new(1), other = new(1), merged = new(1);
        counter.Add(0, "refund refund"u8, "refund of the invoice"u8);
        other.Add(0, "refund"u8, "later"u8);
        other.Add(0, "refund"u8);
        merged.Merge(counter);
        merged.Merge(other);
        Assert.Equal(2, merged.TitledByCluster[0]);
        Assert.Contains(merged.Counts, count => count is { Count: 5, Texts: 3, Titles: 2 });
        Assert.Contains(merged.Counts, count => count is { Count: 1, Texts: 1, Titles: 0 });
    }

    [Fact]
    public void Memory_stays_bounded_and_frequent_terms_stay_exact()
    {
        TermCounter counter = new(1, maximumCounts: 1000);
        for (int i = 0; i < 20_000; i++)
        {
            string rare = string.Concat(i.ToString().Select(digit => (char)('a' + digit - '0')));
            counter.Add(0, Encoding.UTF8.GetBytes($"refund, zz{rare}zz, {new string('q', 35)}{rare}"));
        }

        Assert.True(counter.Counts.Count() <= 1000);
        Assert.True(counter.Vocabulary.SurfaceCount <= 1001);
        Assert.Equal((20_000, 20_000), counter.Terms()["refund"]);
    }

    [Fact]
    public void Broken_utf8_and_endless_words_do_no_harm()
    {
        TermCounter counter = new(1);
        byte[] bytes = new byte[5000];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i * 167 >> 3);
        for (int length = 0; length < 600; length++) counter.Add(0, bytes.AsSpan(length, length));
        counter.Add(0, Encoding.UTF8.GetBytes(new string('x', 100_000)));
        counter.Add(0, [(byte)'a', 0xE2, 0x80]);
        Assert.Equal(602, counter.Texts);
    }
}
