using Earshot.Core.Labels;
using Earshot.Tests.Connectors.Chat;

namespace Earshot.Tests.Core.Labels;

public sealed class LabelReaderTests
{
    private static readonly string[] Categories = ["finance", "devtools", "other"];
    private static readonly string Good = FakeChat.Label();

    [Theory]
    [InlineData("", "")]
    [InlineData("Here is the label you asked for:\n\n", "\n\nLet me know if {you} need more!")]
    [InlineData("```json\n", "\n```")]
    [InlineData("<think>Cards… {not json}</think>", "")]
    [InlineData("[", "]")]
    public void Prose_and_code_fences_around_the_object_do_no_harm(string before, string after)
    {
        Assert.Null(LabelReader.TryRead(before + Good + after, Categories, out LabelContent? content));
        Assert.Equal(new LabelContent("Card payments are declined", "finance", "Cards that work elsewhere are declined.", false, "high"), content);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" \n", "it is empty")]
    [InlineData("I can't do that.", "there is no JSON object in it")]
    [InlineData("{'canonical_title': 'single quotes'}", "there is no JSON object in it")]
    [InlineData("""{"canonical_title":"Card payments are decl""", "it ends in the middle of the JSON object")]
    [InlineData("""{"canonical_title":"Card","more":{"category":"finance"}""", "it ends in the middle of the JSON object")]
    [InlineData("GOOD\nor maybe\nGOOD", "there are 2 JSON objects in it instead of one")]
    [InlineData("{}", "canonical_title is missing; category is missing; description is missing; would_pay_signal is missing; impact_level is missing")]
    [InlineData("""{"canonical_title":null,"category":7,"description":[],"would_pay_signal":"yes","impact_level":"HIGH","note":"x","note":"y"}""",
        "'note' is not one of its fields; 'note' is not one of its fields; canonical_title is not a text; "
        + "category is not a text; it must be one of: finance, devtools, other; description is not a text; would_pay_signal is neither true nor false; "
        + "impact_level is 'HIGH'; it must be one of: low, medium, high")]
    public void What_is_wrong_is_said_in_words_and_all_of_it(string answer, string expected)
    {
        Assert.Equal(expected, LabelReader.TryRead(answer.Replace("GOOD", Good), Categories, out LabelContent? content));
        Assert.Null(content);
    }

    [Theory]
    [InlineData(120, null)]
    [InlineData(121, "canonical_title has 121 characters; at most 120 are allowed")]
    [InlineData(130, "canonical_title has 130 characters; at most 120 are allowed")]
    public void A_title_has_at_most_120_characters(int length, string? expected) =>
        Assert.Equal(expected, LabelReader.TryRead(FakeChat.Label(new string('a', length)), Categories, out _));

    [Fact]
    public void Characters_are_counted_as_people_count_them() =>
        Assert.Null(LabelReader.TryRead(FakeChat.Label(string.Concat(Enumerable.Repeat("\U0002070E", 120))), Categories, out _));

    [Theory]
    [InlineData("fintech")]
    [InlineData("Finance")]
    [InlineData("")]
    public void A_category_that_is_not_on_the_list_is_refused_with_the_list(string category) =>
        Assert.Equal(
            $"category is '{category}'; it must be one of: finance, devtools, other",
            LabelReader.TryRead(FakeChat.Label(category: category), Categories, out _));

    [Theory]
    [InlineData("\\u202Eevil\\u202C", "evil")]
    [InlineData("two\\nlines", "two lines")]
    [InlineData("\\u001b[31mred", "red")]
    [InlineData("write to anna@example.com", "write to [email]")]
    public void What_a_title_hides_is_taken_out_of_it(string escaped, string expected)
    {
        Assert.Null(LabelReader.TryRead(Good.Replace("Card payments are declined", escaped), Categories, out LabelContent? content));
        Assert.Equal(expected, content!.CanonicalTitle);
    }

    [Theory]
    [InlineData("\\u200b\\u200b")]
    [InlineData("…")]
    public void A_title_of_nothing_to_read_is_refused(string escaped) =>
        Assert.Equal("canonical_title has no words in it", LabelReader.TryRead(Good.Replace("Card payments are declined", escaped), Categories, out _));

    [Fact]
    public void Half_a_character_is_refused_and_harms_nobody() =>
        Assert.Equal("it has an escape of half a character", LabelReader.TryRead(Good.Replace("Card payments", "\\ud800"), Categories, out _));

    [Fact]
    public void A_field_that_is_there_twice_is_refused() =>
        Assert.Equal("category is there twice", LabelReader.TryRead(Good.Replace("\"category\"", "\"category\":\"other\",\"category\""), Categories, out _));

    [Theory]
    [InlineData("It fails. It annoys e.g. Android users of Dr. Meier at 3.5 p.m.", null)]
    [InlineData("Payments fail. Customers leave. Nobody answers.", "description has 3 sentences; one or two are allowed")]
    public void A_description_has_one_or_two_sentences(string description, string? expected) =>
        Assert.Equal(expected, LabelReader.TryRead(Good.Replace("Cards that work elsewhere are declined.", description), Categories, out _));

    [Fact]
    public void An_answer_of_braces_alone_is_refused_at_once() =>
        Assert.Equal("it ends in the middle of the JSON object", LabelReader.TryRead(new string('{', 60_000), Categories, out _));
}
