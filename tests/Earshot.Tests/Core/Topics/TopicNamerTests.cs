using System.Text;
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
                string[] words = term.ToLowerInvariant().Split(' ', '-');
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
            Assert.Equal(label.Keywords.Select(keyword => keyword.Weight).OrderDescending(), label.Keywords.Select(keyword => keyword.Weight));
        }
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
    public void A_topic_without_words_is_called_by_its_number()
    {
        IReadOnlyList<TopicLabel> labels = TopicNamer.Label(LabelledTexts.Count(3, (0, "12345 !!!"), (1, "refund")));
        Assert.Equal(["Topic 0", "Refund", "Topic 2"], labels.Select(label => label.Name));
        Assert.Empty(labels[0].Keywords);
    }

    [Fact]
    public void A_single_topic_takes_the_words_of_its_texts() =>
        Assert.Equal("Card declined", TopicNamer.Label(LabelledTexts.Count(1, [.. Enumerable.Repeat((0, "card declined"), 50)]))[0].Name);
}
