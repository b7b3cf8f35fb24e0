using System.Text;
using Earshot.Core.Synthetic;
using Earshot.Core.Synthetic.Phrases;

namespace Earshot.Tests.Core.Synthetic;

public sealed class PhraseCompilerTests
{
    [Fact]
    public void A_phrase_draws_its_alternatives_digits_and_recent_days()
    {
        PhraseCompiler compiler = new();
        PhraseGroup group = compiler.Add("[a[b|c]|] №^## ~~~¶since {day}");
        HashSet<string> shapes = [];
        for (int row = 0; row < 300; row++)
        {
            string text = Write(compiler, row, group);
            Assert.Matches("^([aA][bc])? ?#[1-9][0-9][0-9] [0-9a-f]{3}\nsince (?!on )", text);
            shapes.Add(text.Trim()[..2]);
        }

        Assert.Superset(new HashSet<string>(["Ab", "Ac"], StringComparer.Ordinal), shapes);
    }

    [Fact]
    public void A_fact_is_the_same_throughout_a_message_and_another_word_is_not()
    {
        PhraseCompiler compiler = new();
        compiler.Define("amount", "^#.##", isFact: true);
        compiler.Define("code", "########", isFact: false);
        PhraseGroup group = compiler.Add("{amount} {amount} {code} {code}");
        HashSet<string> amounts = [];
        for (int row = 0; row < 50; row++)
        {
            string[] words = Write(compiler, row, group).Split(' ');
            Assert.Equal(words[0], words[1]);
            Assert.NotEqual(words[2], words[3]);
            amounts.Add(words[0]);
        }

        Assert.True(amounts.Count > 30);
    }

    [Fact]
    public void Sentences_are_parted_by_a_stop_and_a_slot_at_the_start_is_capitalised()
    {
        PhraseCompiler compiler = new();
        compiler.Define("order", "my order", isFact: true);
        PhraseGroup bare = compiler.Add("no stop here");
        PhraseGroup slot = compiler.Add("{order} is late.");
        PhraseTable table = compiler.Build();
        MessageWriter message = new(table, new TicketCalendar(new DateOnly(2026, 2, 1)), new byte[100]);
        RowRandom random = new(1, 1);
        message.Sentence(bare, ref random);
        message.Sentence(slot, ref random);
        Assert.Equal("no stop here. My order is late.", Encoding.UTF8.GetString(message.Text));
    }

    [Theory]
    [InlineData("an [open|bracket")]
    [InlineData("an {unknown} name")]
    [InlineData("an {open name")]
    public void A_phrase_that_cannot_be_compiled_is_named(string phrase)
    {
        FormatException thrown = Assert.Throws<FormatException>(() => new PhraseCompiler().Add(phrase));
        Assert.Equal($"phrase with an open bracket or an unknown name: {phrase}", thrown.Message);
    }

    private static string Write(PhraseCompiler compiler, int row, PhraseGroup group)
    {
        MessageWriter message = new(compiler.Build(), new TicketCalendar(new DateOnly(2026, 2, 1)), new byte[200]) { Day = 12, Facts = (ulong)row };
        RowRandom random = new(42, row);
        message.Sentence(group, ref random);
        return Encoding.UTF8.GetString(message.Text);
    }
}
