using Earshot.Core;
using Earshot.Inference.Training.Corpus;

namespace Earshot.Tests.Inference.Training;

public sealed class WordNetTests
{
    private const string Noun =
        "00002684 03 n 02 object 0 physical_object 0 002 @ 00001930 n 0000 + 00532607 v 0105 "
        + "| a tangible and visible entity; an entity that can cast a shadow; \"it was full of rackets, balls and other objects\"  ";

    [Fact]
    public void A_set_gives_its_words_definition_and_examples()
    {
        Synset set = WordNet.Parse(Noun)!;
        Assert.Equal(["object", "physical object"], set.Words);
        Assert.Equal("a tangible and visible entity; an entity that can cast a shadow", set.Definition);
        Assert.Equal(["it was full of rackets, balls and other objects"], set.Examples);
    }

    [Fact]
    public void The_mark_of_an_adjectives_place_is_no_part_of_the_word()
    {
        const string Line = "00000001 00 a 0b a(p) 0 b 0 c 0 d 0 e 0 f 0 g 0 h 0 i 0 j 0 galore(ip) 0 000 | many; \"daisies galore\"; \"a dying man\"";
        Synset set = WordNet.Parse(Line)!;
        Assert.Equal((11, "a", "galore"), (set.Words.Count, set.Words[0], set.Words[10]));
        Assert.Equal(["daisies galore", "a dying man"], set.Examples);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00002684 03 n 02 object 0 | too few words")]
    [InlineData("00002684 03 n zz object 0 001 | no number")]
    [InlineData("no gloss at all")]
    public void A_line_of_another_kind_is_refused(string line) => Assert.Null(WordNet.Parse(line));

    [Fact]
    public void A_folder_without_the_database_is_named_with_the_file_that_is_missing()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, "data.noun"), Noun);
        var fault = Assert.Throws<EarshotException>(() => WordNet.Read(folder.Path));
        Assert.Equal($"{folder.Path} has no data.verb", fault.Message);
        Assert.Equal("name the folder of WordNet 3.0: /usr/share/wordnet of Debian's package wordnet-base", fault.Hint);
    }

    [Fact]
    public void A_damaged_database_is_told_with_file_and_line()
    {
        using TemporaryFolder folder = SmallDatabase.Write();
        File.AppendAllText(Path.Combine(folder.Path, "data.verb"), "cut off");
        var fault = Assert.Throws<EarshotException>(() => WordNet.Read(folder.Path));
        Assert.Equal($"{Path.Combine(folder.Path, "data.verb")}, line 4: not a line of WordNet's database", fault.Message);
    }

    [Fact]
    public void Frequencies_are_summed_over_the_senses_of_a_word_class()
    {
        using TemporaryFolder folder = SmallDatabase.Write();
        WordNet wordNet = WordNet.Read(folder.Path);
        Assert.Equal([new WordFrequency("object", 40), new WordFrequency("physical object", 1)], wordNet.Nouns);
        Assert.Equal([new WordFrequency("open", 9), new WordFrequency("restore", 4)], wordNet.Verbs);
        Assert.Equal([new WordFrequency("broken", 16), new WordFrequency("late", 25)], wordNet.Adjectives);
    }

    [Fact]
    public void Texts_are_definitions_examples_every_third_sets_words_and_every_sixths_definition()
    {
        using TemporaryFolder folder = SmallDatabase.Write();
        CorpusPart[] parts = [.. WordNetTexts.Parts(WordNet.Read(folder.Path))];
        Assert.Equal(["WordNet definitions", "WordNet examples", "WordNet words", "WordNet words with definitions"], parts.Select(part => part.Name));
        Assert.Equal(["a visible entity; an entity that can cast a shadow", "make available", "give back", "out of order"], parts[0].Texts);
        Assert.Equal(["full of rackets, balls and objects", "open a shop"], parts[1].Texts);
        Assert.Equal(["object, physical object", "broken"], parts[2].Texts);
        Assert.Equal(["object : a visible entity; an entity that can cast a shadow"], parts[3].Texts);
    }
}
