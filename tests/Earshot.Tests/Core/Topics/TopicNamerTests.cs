using System.Text;
using Earshot.Core.Analysis;
using Earshot.Core.Text;
using Earshot.Core.Topics;

namespace Earshot.Tests.Core.Topics;

public sealed class TopicNamerTests
{
    private static readonly Lazy<(string[] Classes, IReadOnlyList<TopicLabel> Labels)> Banking = new(() =>
    {
        List<(string Text, string Class)> rows = LabelledTexts.Read("data/banking77/train.csv");
        string[] classes = [.. rows.Select(row => row.Class).Distinct().Order(StringComparer.Ordinal)];
        TermCounter counter = new(classes.Length);
        foreach ((string text, string name) in rows) counter.Add(Array.BinarySearch(classes, name, StringComparer.Ordinal), Encoding.UTF8.GetBytes(text));
        return (classes, TopicNamer.Label(counter));
    });

    [Fact]
    public void Nearly_every_true_topic_is_told_by_its_name_or_its_five_best_keywords()
    {
        (string[] classes, IReadOnlyList<TopicLabel> labels) = Banking.Value;
        int told = 0;
        for (int topic = 0; topic < classes.Length; topic++)
        {
            HashSet<string> truth = [.. classes[topic].ToLowerInvariant().Split('_', '?').Where(word => word.Length > 2).Select(LightStemmer.Stem)];
            string shown = labels[topic].Name + " " + string.Join(' ', labels[topic].Keywords.Take(5).Select(keyword => keyword.Term));
            if (shown.ToLowerInvariant().Split(' ', ',', '-').Any(word => truth.Contains(LightStemmer.Stem(word)))) told++;
        }

        Assert.True(told >= 0.95 * classes.Length, $"{told} of {classes.Length}");
    }

    [Fact]
    public void Names_differ_and_begin_with_a_capital_and_no_stop_word_stands_at_an_end()
    {
        IReadOnlyList<TopicLabel> labels = Banking.Value.Labels;
        Assert.Equal(labels.Count, labels.Select(label => label.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (TopicLabel label in labels)
        {
            Assert.False(char.IsLower(label.Name[0]), label.Name);
            foreach (string term in label.Name.Split(", ").Concat(label.Keywords.Select(keyword => keyword.Term)))
            {
                string[] words = term.ToLowerInvariant().Replace("how long", "duration", StringComparison.Ordinal).Split(' ', '-');
                Assert.Contains(StopWords.ClassOf(words[0]), new[] { WordClass.Plain, WordClass.Weak, WordClass.Negation });
                Assert.Contains(StopWords.ClassOf(words[^1]), new[] { WordClass.Plain, WordClass.Weak, WordClass.Particle });
            }
        }
    }

    [Fact]
    public void Keywords_come_best_first_and_none_repeats_another()
    {
        foreach (TopicLabel label in Banking.Value.Labels)
        {
            Assert.InRange(label.Keywords.Count, 1, 10);
            IEnumerable<string> stems = label.Keywords.Select(keyword => string.Join(' ', keyword.Term.ToLowerInvariant().Split(' ').Select(LightStemmer.Stem).Order()));
            Assert.Equal(label.Keywords.Count, stems.Distinct().Count());
            Assert.All(label.Keywords, keyword => Assert.True(keyword.Weight > 0));
            string name = label.Name.ToLowerInvariant();
            IEnumerable<Keyword> others = label.Keywords.Where(keyword => !name.Contains(keyword.Term.Split(' ')[^1].ToLowerInvariant(), StringComparison.Ordinal));
            Assert.Equal(others.OrderByDescending(keyword => keyword.Weight), others);
        }
    }

    [Fact]
    public void Keywords_begin_with_the_words_of_the_name()
    {
        foreach (TopicLabel label in Banking.Value.Labels)
        {
            string first = string.Join(' ', label.Keywords.Take(3).Select(keyword => keyword.Term.ToLowerInvariant()));
            foreach (string word in label.Name.ToLowerInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Except(["or", "and"]))
                Assert.Contains(word, first, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_phrase_that_hardly_any_text_has_gives_way_to_its_word()
    {
        (int, string)[] texts =
        [
            .. Enumerable.Range(0, 200).Select(i => (0, i % 25 == 0 ? "auto refund" : $"refund {(char)('a' + (i % 20))}{(char)('k' + (i % 7))}x")),
            .. Enumerable.Range(0, 400).Select(i => (1, i % 20 == 0 ? "a refund" : "battery drains")),
        ];
        TopicLabel label = TopicNamer.Label(LabelledTexts.Count(2, texts))[0];
        Assert.StartsWith("Refund", label.Name, StringComparison.Ordinal);
        Assert.InRange(label.Coverage, 0.9, 1);
    }

    [Fact]
    public void A_topic_of_many_things_is_mixed_and_one_that_is_a_form_is_not()
    {
        string[] said = [.. Enumerable.Range(0, 12).Select(i => new string((char)('a' + i), 3) + "ing" + (char)('o' + i % 9))];
        TermCounter counter = new(2);
        for (int i = 0; i < 240; i++)
        {
            if (i % 2 == 0) counter.Add(0, Encoding.UTF8.GetBytes(said[i / 2 % said.Length]));
            else if (i % 8 == 1) counter.Add(1, "leaver form"u8, "leaver form"u8);
            else counter.Add(1, "leaver form leave date location"u8, "leaver form leave date location filled mailbox forwarder roaming profile"u8);
        }

        IReadOnlyList<TopicLabel> labels = TopicNamer.Label(counter);
        Assert.Equal((true, false), (labels[0].IsMixed, labels[1].IsMixed));
        Assert.StartsWith("Leaver form", labels[1].Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Exchange rate", "what is the exchange rate today|your exchange rate is bad|is this exchange rate final")]
    [InlineData("Reset password", "how do I reset my password|please reset my password|reset the password")]
    [InlineData("Webhook not delivered", "webhook not delivered|our webhook was not delivered|the webhook is not delivered")]
    [InlineData("Close or delete account", "delete my account|close my account|close the account|please delete the account")]
    public void A_topic_is_called_what_people_say(string name, string texts)
    {
        string[] other = ["card broken at the shop", "lost my card on holiday", "the camera screen is dark", "salary arrived late", "battery drains"];
        TermCounter counter = LabelledTexts.Count(2, [.. texts.Split('|').Select(text => (0, text)), .. other.Select(text => (1, text))]);
        Assert.Equal(name, TopicNamer.Label(counter)[0].Name);
    }

    [Fact]
    public void A_rare_typing_error_never_names_a_topic()
    {
        (int, string)[] texts = [.. Enumerable.Range(0, 100).Select(i => (i & 1, i == 0 ? "refundd refundd refundd" : (i & 1) == 0 ? "refund" : "invoice"))];
        Assert.Equal(["Refund", "Invoice"], TopicNamer.Label(LabelledTexts.Count(2, texts)).Select(label => label.Name));
        Assert.DoesNotContain(TopicNamer.Label(LabelledTexts.Count(2, texts))[0].Keywords, keyword => keyword.Term == "refundd");
    }

    [Fact]
    public void Topics_that_say_the_same_still_get_different_names()
    {
        string[] names = [.. TopicNamer.Label(LabelledTexts.Count(3, (0, "lost card"), (1, "lost card"), (2, "lost card abroad"))).Select(label => label.Name)];
        Assert.Equal(3, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.Contains("card", name, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_same_words_in_another_order_are_the_same_name()
    {
        (int, string)[] texts = [.. Enumerable.Range(0, 120).Select(i => (i % 3, i % 3 == 0 ? "set alarm" : i % 3 == 1 ? "alarm set" : "battery drains"))];
        string[] names = [.. TopicNamer.Label(LabelledTexts.Count(3, texts)).Take(2).Select(label => label.Name)];
        Assert.All(names, name => Assert.Contains("alarm", name, StringComparison.OrdinalIgnoreCase));
        Assert.InRange(TitleSimilarity.Jaccard(names[0], names[1]), 0.1, 0.79);
    }

    [Fact]
    public void Topics_of_one_name_are_told_apart_by_words_and_not_by_numbers()
    {
        // words that say little are all that differs
        string[] more = ["today", "tomorrow", "yesterday"];
        (int, string)[] texts =
        [
            .. Enumerable.Range(0, 180).Select(i => (i % 3, i % 6 < 3 ? "lost card" : $"lost card. {more[i % 3]}")),
            .. Enumerable.Range(0, 180).Select(_ => (3, "battery drains")),
        ];
        string[] names = [.. TopicNamer.Label(LabelledTexts.Count(4, texts)).Take(3).Select(label => label.Name)];
        Assert.Equal(3, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.DoesNotContain("(", name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_word_that_other_topics_say_too_is_not_the_whole_name()
    {
        string[][] said =
        [
            ["access", "access please", "write access", "access, granted", "access and more"],
            ["folder access", "shared folder", "folder", "the folder"],
            ["badge access", "badge", "lost badge", "badge again"],
        ];
        (int, string)[] texts =
        [
            .. Enumerable.Range(0, 240).Select(i => (i % 3, said[i % 3][i / 3 % said[i % 3].Length])),
            .. Enumerable.Range(0, 300).Select(_ => (3, "battery drains")),
        ];
        string name = TopicNamer.Label(LabelledTexts.Count(4, texts))[0].Name;
        Assert.Contains("ccess", name, StringComparison.Ordinal);
        Assert.InRange(name.Split(' ').Length, 2, 4);
    }

    [Fact]
    public void A_word_that_begins_like_not_is_no_negation()
    {
        (int, string)[] texts =
        [
            .. Enumerable.Range(0, 60).Select(_ => (0, "card Notting Hill")),
            .. Enumerable.Range(0, 300).Select(i => (1, i % 3 == 0 ? "card not working" : "battery drains")),
        ];
        TopicLabel label = TopicNamer.Label(LabelledTexts.Count(2, texts))[0];
        Assert.Contains("Notting Hill", label.Name, StringComparison.Ordinal);
        Assert.DoesNotContain(label.Keywords, keyword => keyword.Term.Contains("not ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Log", "logger|log|the logger|a log")]
    [InlineData("Top up", "top up|topup|my topup|a top up")]
    public void Two_spellings_of_one_word_are_not_told_side_by_side(string name, string texts)
    {
        string[] said = texts.Split('|');
        (int, string)[] all = [.. Enumerable.Range(0, 80).Select(i => (0, said[i % said.Length])), .. Enumerable.Range(0, 80).Select(_ => (1, "battery drains"))];
        Assert.StartsWith(name, TopicNamer.Label(LabelledTexts.Count(2, all))[0].Name, StringComparison.Ordinal);
        Assert.DoesNotContain(",", TopicNamer.Label(LabelledTexts.Count(2, all))[0].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_things_with_one_word_in_common_are_not_told_as_if_they_were_one()
    {
        Assert.Equal("open source, alarm source", DistinctNames.Alternatives(Phrase("open", "source"), Phrase("alarm", "source")));
        Assert.Equal("lost card, activate card", DistinctNames.Alternatives(Phrase("lost", "card"), Phrase("activate", "card") with { Verbal = true }));
        Assert.Equal("double or duplicate charge", DistinctNames.Alternatives(Phrase("double", "charge"), Phrase("duplicate", "charge")));

        static TopicTerm Phrase(string first, string second) => new($"{first} {second}", first, second, Weak: false, 10, 0.3, 9, 1, 1);
    }

    [Fact]
    public void A_topic_without_words_is_called_by_its_number()
    {
        IReadOnlyList<TopicLabel> labels = TopicNamer.Label(LabelledTexts.Count(3, (0, "12345 !!!"), (1, "refund")));
        Assert.Equal(["Topic 0", "Refund", "Topic 2"], labels.Select(label => label.Name));
        Assert.Empty(labels[0].Keywords);
    }

    [Fact]
    public void A_single_topic_takes_the_words_of_its_texts() =>
        Assert.Equal("Card declined", TopicNamer.Label(LabelledTexts.Count(1, [.. Enumerable.Repeat((0, "card declined"), 50)]))[0].Name);

    [Fact]
    public void A_form_or_disclaimer_that_many_texts_carry_names_no_topic()
    {
        const string Form = " leaver roaming profile mailbox approver backup extension";
        string[] said = ["expense report rejected", "expense report missing", "approve expense report"];
        (int, string)[] texts =
        [
            .. Enumerable.Range(0, 90).Select(i => (0, said[i % 3] + (i % 2 == 0 ? "." + Form : ""))),
            .. Enumerable.Range(0, 90).Select(_ => (1, "battery drains")),
        ];
        TopicLabel label = TopicNamer.Label(LabelledTexts.Count(2, texts))[0];
        Assert.StartsWith("Expense report", label.Name, StringComparison.Ordinal);
        foreach (string word in Form.Trim().Split(' ')) Assert.DoesNotContain(word, label.Name, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(label.Keywords.Take(3), keyword => keyword.Term.Split(' ').Intersect(Form.Split(' ')).Any());
    }

    [Fact]
    public void A_topic_that_is_nothing_but_a_form_still_has_a_name_of_its_words()
    {
        (int, string)[] texts = [.. Enumerable.Range(0, 60).Select(i => (i & 1, (i & 1) == 0 ? "backup agent disk snapshot failure" : "refund"))];
        Assert.DoesNotContain("Topic", TopicNamer.Label(LabelledTexts.Count(2, texts))[0].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_all_topics_share_is_told_by_its_most_characteristic_phrase()
    {
        (int, string)[] texts =
        [
            .. Enumerable.Range(0, 60).Select(i => (0, i % 4 == 0 ? "transfer declined" : i % 4 == 1 ? "transfer my money" : "a transfer")),
            .. Enumerable.Range(0, 200).Select(i => (1, i % 8 == 0 ? "transfer my money" : "exchange rate")),
        ];
        Assert.Equal("Transfer declined", TopicNamer.Label(LabelledTexts.Count(2, texts))[0].Name);
    }

    [Theory]
    [InlineData("Incorrect information", "incorrect information")]
    [InlineData("Shopping list", "shopping list|my shopping list|list for shopping")]
    [InlineData("Refund", "XXXXXXXX refund|refund XXXXXXXX|the refund of XXXX|va refund")]
    public void Names_read_as_people_would_say_them(string name, string texts)
    {
        string[] said = texts.Split('|');
        (int, string)[] all = [.. Enumerable.Range(0, 40).Select(i => (0, said[i % said.Length])), .. Enumerable.Range(0, 40).Select(_ => (1, "battery drains"))];
        Assert.Equal(name, TopicNamer.Label(LabelledTexts.Count(2, all))[0].Name);
    }

    [Fact]
    public void What_only_stands_below_the_titles_names_no_topic()
    {
        string[] titles = ["disk full", "disk full again", "the disk is full"];
        TermCounter counter = new(2);
        for (int i = 0; i < 60; i++)
        {
            if (i % 2 == 0) counter.Add(0, Encoding.UTF8.GetBytes(titles[i / 2 % 3]), "accept decline"u8);
            else counter.Add(1, "battery"u8, "battery drains"u8);
        }

        TopicLabel label = TopicNamer.Label(counter)[0];
        Assert.Equal("Disk full", label.Name);
        Assert.DoesNotContain(label.Keywords, keyword => keyword.Term is "accept" or "decline" or "accept decline");
    }

    [Fact]
    public void Without_titles_texts_count_in_full() =>
        Assert.Contains(
            TopicNamer.Label(LabelledTexts.Count(2, [.. Enumerable.Range(0, 40).Select(i => (i % 2, i % 2 == 0 ? "accept decline" : "battery"))]))[0].Keywords,
            keyword => keyword.Term == "accept decline");

    [Theory]
    [InlineData("Tickets in Romanian", "cum va si ne fie card", "va sa se ca si inca pare abonament", "si sa va ca se bun mobil", "ca se sa va si cablu", "sa ca va si inca monitor", "va sa si ca ne banca", "va si se ca sa masina")]
    [InlineData("Rechnung, falsch (German)", "die Rechnung ist nicht da und ich habe keine", "ich habe die Rechnung nicht und die ist falsch", "die Rechnung ist falsch und ich bitte um eine neue")]
    public void A_topic_that_speaks_another_language_than_the_rest_says_so(string name, params string[] said)
    {
        (int, string)[] texts = [.. Enumerable.Range(0, 90).Select(i => (i % 3 == 0 ? 0 : 1, i % 3 == 0 ? said[i / 3 % said.Length] : "the battery drains"))];
        Assert.Equal(name, TopicNamer.Label(LabelledTexts.Count(2, texts))[0].Name);
    }

    [Fact]
    public void A_language_that_the_tickets_themselves_tell_is_taken()
    {
        TermCounter counter = LabelledTexts.Count(2, [.. Enumerable.Range(0, 40).Select(i => (i % 2, i % 2 == 0 ? "faktura" : "invoice"))]);
        Assert.Equal(["Faktura (Swedish)", "Invoice"], TopicNamer.Label(counter, languages: ["sv", null]).Select(label => label.Name));
    }

    [Fact]
    public void No_more_than_two_keywords_have_a_word_in_common()
    {
        string[] said = ["annual leave", "leave request", "sick leave", "leave balance", "leave approval", "maternity leave"];
        (int, string)[] texts = [.. Enumerable.Range(0, 120).Select(i => (i % 2, i % 2 == 0 ? said[i / 2 % said.Length] : "battery drains"))];
        Assert.InRange(TopicNamer.Label(LabelledTexts.Count(2, texts))[0].Keywords.Count(keyword => keyword.Term.Split(' ').Contains("leave")), 1, 2);
    }

    [Theory]
    [InlineData("Voucher, coupon", "voucher rejected at checkout|my voucher again|I entered the coupon today|which voucher, which coupon|voucher|why is the voucher gone|entered a coupon")]
    [InlineData("New purchase PO", "new purchase po")]
    [InlineData("Transfer, how long", "how long does a transfer take|how long for a transfer|transfer, how long is it|a transfer")]
    public void The_second_part_of_a_name_is_no_fragment(string name, string texts)
    {
        string[] said = texts.Split('|');
        (int, string)[] all = [.. Enumerable.Range(0, 84).Select(i => (0, said[i % said.Length])), .. Enumerable.Range(0, 84).Select(i => (1, i % 4 == 0 ? "transfer fee" : "battery drains"))];
        Assert.Equal(name, TopicNamer.Label(LabelledTexts.Count(2, all))[0].Name);
    }

    [Fact]
    public void A_word_that_half_of_the_texts_have_is_not_told_by_a_phrase_that_few_have()
    {
        (int, string)[] texts =
        [
            .. Enumerable.Range(0, 100).Select(i => (0, i < 8 ? "printer tray" : i < 60 ? $"the printer, {(char)('a' + (i % 20))}{(char)('k' + (i % 7))}x" : "a monitor")),
            .. Enumerable.Range(0, 100).Select(_ => (1, "battery drains")),
        ];
        Assert.Equal("Printer, monitor", TopicNamer.Label(LabelledTexts.Count(2, texts))[0].Name);
    }
}
