using Earshot.Core.Analysis;
using Earshot.Core.Topics.Life;
using Earshot.Numerics;
using Earshot.Tests.Core.Reports;

namespace Earshot.Tests.Core.Topics.Life;

public sealed class KeptNamesTests
{
    [Fact]
    public void A_name_stays_as_long_as_one_of_its_terms_is_a_leading_keyword()
    {
        AnalysisDocument document = Document((1, "Queue, log", ["queue", "log", "snow", "lost badge"]), (2, "Floor, eel", ["eel", "floor", "area"]));
        KeptName[] kept = [new(1, "Badges, snow", ["lost badges", "snow"]), new(2, "Meeting room", ["meeting room", "calendar"])];
        Assert.Equal(["Badges, snow", "Floor, eel"], Names(KeptNames.Over(document, kept)));
    }

    [Fact]
    public void A_term_beyond_the_keywords_that_a_reader_takes_in_keeps_no_name()
    {
        AnalysisDocument document = Document((1, "A1", ["queue", "log", "snow", "lost", "task", "badge"]));
        Assert.Equal(["A1"], Names(KeptNames.Over(document, [new(1, "Badge", ["badge"])])));
        Assert.Equal(["Task"], Names(KeptNames.Over(document, [new(1, "Task", ["task"])])));
    }

    [Fact]
    public void A_new_topic_is_not_called_like_one_that_keeps_its_name()
    {
        AnalysisDocument document = Document(
            (1, "Card, top up", ["card", "top up", "payment", "delivery"]), (2, "Deliveries, card", ["card", "delivery", "late"]), (3, "Late", ["late", "card"]));
        AnalysisDocument shown = KeptNames.Over(document, [new(1, "Card delivery", ["card delivery"])]);
        Assert.Equal(["Card delivery", "Deliveries, card, late", "Late"], Names(shown));
    }

    [Fact]
    public void What_is_kept_is_what_is_shown_again_and_the_names_of_topics_that_are_not_shown_are_kept_too()
    {
        AnalysisDocument document = Document(
            (1, "Card, top up", ["card", "top up", "payment", "delivery"]), (2, "Deliveries, card", ["card", "delivery", "late"]), (3, "Room", ["room"]));
        KeptName[] before = [new(1, "Card delivery", ["card delivery"]), new(3, "Meeting, calendar", ["calendar"]), new(9, "Of another level", ["level"])];
        AnalysisDocument shown = KeptNames.Over(document, before);
        IReadOnlyList<KeptName> kept = KeptNames.Of(shown, before);
        Assert.Equal([(1, "Card delivery"), (2, "Deliveries, card, late"), (3, "Room"), (9, "Of another level")], kept.Select(name => (name.Topic, name.Name)));
        Assert.Equal(["card delivery", "card", "delivery"], kept[0].Terms);
        Assert.Equal(Names(shown), Names(KeptNames.Over(document, kept)));
    }

    [Fact]
    public void A_name_without_terms_stays_only_where_it_is_given_again()
    {
        AnalysisDocument document = Document((1, "Tickets in German", ["rechnung"]), (2, "Invoice", ["invoice"]));
        Assert.Equal(["Tickets in German", "Invoice"], Names(KeptNames.Over(document, [new(1, "Tickets in German", []), new(2, "Topic 2", [])])));
    }

    [Fact]
    public void A_mixed_topic_is_marked_as_it_is_now_and_advice_speaks_of_topics_by_the_names_that_stay()
    {
        AnalysisDocument document = Document((1, "Mixed: Queue", ["queue", "log"]), (2, "Floor", ["floor", "area"]));
        document = document with
        {
            Topics = [document.Topics[0] with { Mixed = true }, document.Topics[1]],
            Recommendations = ["“Mixed: Queue” is about several things; “Floor” grew."],
        };
        AnalysisDocument shown = KeptNames.Over(document, [new(1, "Log", ["log"]), new(2, "Area", ["area"])]);
        Assert.Equal(["Mixed: Log", "Area"], Names(shown));
        Assert.Equal(["“Mixed: Log” is about several things; “Area” grew."], shown.Recommendations);
        Assert.Equal(["Log", "Area"], KeptNames.Of(shown, []).Select(name => name.Name));
    }

    [Fact]
    public void Groups_keep_their_names_too_and_one_of_a_single_topic_is_called_like_it()
    {
        AnalysisDocument document = Document((1, "Queue", ["queue"]), (2, "Floor", ["floor", "area"]), (3, "Room", ["room"])) with
        {
            Groups = [Group(10, "Queue, floor", ["queue", "floor"], 1, 2), Group(11, "Room", ["room"], 3)],
        };
        document = document with { Topics = [.. document.Topics.Select(topic => topic with { GroupId = topic.TopicId == 3 ? 11 : 10 })] };
        AnalysisDocument shown = KeptNames.Over(document, [new(10, "Floor", ["floor"]), new(3, "Meeting room", ["room"]), new(11, "Old", ["room"])]);
        Assert.Equal(["Floor", "Meeting room"], shown.Groups.Select(group => group.Name));
        Assert.Equal(["Queue", "Floor, area", "Meeting room"], Names(shown));
        Assert.DoesNotContain(KeptNames.Of(shown, []), name => name.Topic == 11);
    }

    [Fact]
    public void A_name_that_is_taken_is_lengthened_by_a_term_of_small_words_once()
    {
        AnalysisDocument document = Document((1, "Payment", ["card", "payment"]), (2, "Card", ["card", "go down", "delivery"]));
        Assert.Equal(["Card", "Card, go down"], Names(KeptNames.Over(document, [new(1, "Card", ["card"])])));
    }

    [Fact]
    public void A_topic_that_has_no_word_of_its_own_gets_a_number_and_both_keep_their_names_whichever_is_larger()
    {
        AnalysisDocument document = Document((1, "Card, payment", ["card", "payment"]), (2, "Card", ["card"]), (3, "Cards", ["cards"]));
        AnalysisDocument shown = KeptNames.Over(document, [new(1, "Card", ["card"])]);
        Assert.Equal(["Card", "Card (2)", "Cards (3)"], Names(shown));
        IReadOnlyList<KeptName> kept = KeptNames.Of(shown, []);
        Assert.Equal(["Cards (3)", "Card (2)", "Card"], Names(KeptNames.Over(document with { Topics = [.. document.Topics.Reverse()] }, kept)));
    }

    [Fact]
    public void Topics_without_words_keep_the_numbers_that_are_their_names()
    {
        AnalysisDocument document = Document((1, "Topic 1", []), (2, "Topic 2", []), (3, "Rooms", ["room"]));
        Assert.Equal(["Topic 1", "Topic 2", "Room"], Names(KeptNames.Over(document, [new(3, "Room", ["room"])])));
    }

    [Fact]
    public void No_two_topics_or_groups_are_called_the_same_whatever_names_were_kept()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            SplitMix64 random = new(seed);
            (AnalysisDocument document, KeptName[] kept) = Some(ref random);
            AnalysisDocument shown = KeptNames.Over(document, kept);
            Assert.Distinct(Names(shown), StringComparer.OrdinalIgnoreCase);
            Assert.Distinct(shown.Groups.Where(group => group.TopicIds.Count > 1).Select(group => group.Name), StringComparer.OrdinalIgnoreCase);
        }
    }

    // Few terms, so that many names say the same; automatic names differ, as those of an analysis do.
    private static (AnalysisDocument Document, KeptName[] Kept) Some(ref SplitMix64 random)
    {
        string[] terms = ["card", "cards", "top up", "go down", "back up", "card payment", "late"];
        (string Name, string[] Keywords)[] made = new (string, string[])[9];
        for (int place = 0; place < made.Length; place++)
        {
            string[] keywords = [.. random.NextSample(terms.Length, 1 + random.NextInt32(3)).Select(term => terms[term])];
            made[place] = (string.Join(", ", keywords.Take(1 + random.NextInt32(2))), keywords);
        }

        List<KeptName> kept = [];
        foreach (int number in random.NextSample(made.Length, 3))
        {
            string[] words = [.. random.NextSample(terms.Length, 1 + random.NextInt32(2)).Select(term => terms[term])];
            kept.Add(new KeptName(number, string.Join(", ", words), words));
        }

        HashSet<string> seen = [];
        for (int place = 0; place < made.Length; place++)
            for (int number = 2; !seen.Add(made[place].Name); number++) made[place].Name = $"{made[place].Keywords[0]} ({number})";
        AnalysisDocument document = Document([.. made.Take(6).Select((topic, place) => (place, topic.Name, topic.Keywords))]);
        return (document with
        {
            Topics = [.. document.Topics.Select(topic => topic with { GroupId = 6 + topic.TopicId / 2 })],
            Groups = [.. made.Skip(6).Select((group, place) => Group(6 + place, group.Name, group.Keywords, 2 * place, 2 * place + 1))],
        }, [.. kept]);
    }

    private static string[] Names(AnalysisDocument document) => [.. document.Topics.Select(topic => topic.Name)];

    private static TopicGroup Group(int id, string name, string[] keywords, params int[] topics) =>
        new(id, name, Keywords(keywords), 2, 0.1, null, topics);

    private static Keyword[] Keywords(string[] terms) => [.. terms.Select((term, place) => new Keyword(term, 1.0 / (1 + place)))];

    private static AnalysisDocument Document(params (int Id, string Name, string[] Keywords)[] topics)
    {
        AnalysisDocument sample = SampleDocument.Create();
        return sample with
        {
            Topics = [.. topics.Select(topic => sample.Topics[0] with { TopicId = topic.Id, Name = topic.Name, Keywords = Keywords(topic.Keywords) })],
            Recommendations = [],
        };
    }
}
