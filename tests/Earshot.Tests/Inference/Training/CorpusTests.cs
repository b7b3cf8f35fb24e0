using Earshot.Connectors.Files;
using Earshot.Core.Sources;
using Earshot.Inference.Training.Corpus;

namespace Earshot.Tests.Inference.Training;

public sealed class CorpusTests
{
    [Fact]
    public void Descriptions_that_differ_only_in_digits_marks_or_case_count_once()
    {
        using StringReader dump = new("""
            Package: a
            Description: Library for fonts 1.2
            Description-md5: 0

            Package: b
            Description: library for Fonts 1.3 -
            Description: Game
            """);
        Assert.Equal(["Library for fonts 1.2", "Game"], PackageDescriptions.Read(dump));
    }

    [Theory]
    [InlineData("whole", " one\n two ", new[] { "one two" })]
    [InlineData("whole", " \n ", new string[0])]
    [InlineData("first-sentence", "It fails. Why?", new[] { "It fails." })]
    [InlineData("first-sentence", "See e.g. page 3 of v1.2 etc. by J. Smith! Then", new[] { "See e.g. page 3 of v1.2 etc. by J. Smith!" })]
    [InlineData("first-sentence", "\nNo stop here\nnext line", new[] { "No stop here" })]
    [InlineData("first-sentence", "", new string[0])]
    [InlineData("pieces=5", "a b c d e f g h i j k l", new[] { "a b c d e", "f g h i j" })]
    [InlineData("pieces=6", "a b c d e f g h i j k l", new[] { "a b c d e f", "g h i j k l" })]
    [InlineData("pieces", "only three words", new[] { "only three words" })]
    public void A_rule_says_what_of_a_cell_becomes_text(string rule, string cell, string[] texts) => Assert.Equal(texts, TextRule.Find(rule)!.Apply(cell));

    [Theory]
    [InlineData("pieces=0")]
    [InlineData("pieces=-1")]
    [InlineData("pieces=x")]
    [InlineData("half")]
    [InlineData("")]
    public void Rules_that_do_not_exist_are_not_found(string rule) => Assert.Null(TextRule.Find(rule));

    [Fact]
    public void Cells_of_a_table_are_cleaned_of_markup_before_they_are_cut()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "issues.csv");
        File.WriteAllText(path, """
            issuekey,title,description
            A-1,One,"{html}<p>The <b>page</b> is blank. Always.</p>{html}"
            A-2,Two,
            A-3,Three,h2. Steps

            """);
        using ITableReader table = TableReaders.Open(path, new FileReadOptions(), new ForeignFormats());
        Assert.Equal(["The page is blank.", "Steps"], TableTexts.Read(table, 2, TextRule.FirstSentence));
    }

    [Fact]
    public void Every_slot_of_every_frame_can_be_filled_and_no_list_is_left_unused()
    {
        Assert.Equal(52, TicketFrames.Frames.Count);
        IEnumerable<string> used = TicketFrames.Frames.SelectMany(frame => frame.Split('{').Skip(1).Select(rest => rest.Split('}')[0])).Distinct();
        Assert.Equal(TicketFrames.Slots.Keys.Concat(["noun", "verb", "adjective"]).Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
        Assert.Equal(TicketFrames.Frames.Count, TicketFrames.Frames.Distinct().Count());
    }

    [Fact]
    public void Made_up_tickets_are_the_same_for_a_seed_and_others_for_another()
    {
        using TemporaryFolder folder = SmallDatabase.Write();
        TemplateTickets tickets = new(WordNet.Read(folder.Path));
        string[] first = [.. tickets.Make(200, seed: 7)];
        Assert.Equal(first, new TemplateTickets(WordNet.Read(folder.Path)).Make(200, seed: 7));
        Assert.NotEqual(first, [.. tickets.Make(200, seed: 8)]);
        Assert.DoesNotContain(first, text => text.AsSpan().IndexOfAny('{', '}') >= 0 || text.Contains("  ") || text.Contains(" a open") || text != text.Trim());
    }

    [Fact]
    public void A_text_is_kept_where_it_comes_first_and_empty_ones_are_dropped()
    {
        CorpusPart[] parts = [new("one", ["a", "b", " a ", ""]), new("two", ["b", "c", " "])];
        TrainingCorpus corpus = TrainingCorpus.Build(parts, seed: 1, TestContext.Current.CancellationToken);
        Assert.Equal([new CorpusPartCount("one", 3, 2), new CorpusPartCount("two", 2, 1)], corpus.Parts);
        Assert.Equal(["a", "b", "c"], Texts(corpus).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_order_of_a_corpus_depends_on_the_seed_alone()
    {
        CorpusPart part = new("numbers", Enumerable.Range(0, 1000).Select(i => $"text {i}"));
        string[] first = Texts(TrainingCorpus.Build([part], seed: 1, TestContext.Current.CancellationToken));
        Assert.Equal(first, Texts(TrainingCorpus.Build([part], seed: 1, TestContext.Current.CancellationToken)));
        Assert.NotEqual(first, Texts(TrainingCorpus.Build([part], seed: 2, TestContext.Current.CancellationToken)));
        Assert.NotEqual(first, part.Texts);
        Assert.Equal(part.Texts.Order(StringComparer.Ordinal), first.Order(StringComparer.Ordinal));
    }

    private static string[] Texts(TrainingCorpus corpus) => [.. Enumerable.Range(0, corpus.Texts.Count).Select(corpus.Texts.GetString)];
}
