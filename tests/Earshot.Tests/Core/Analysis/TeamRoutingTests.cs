using Earshot.Core;
using Earshot.Core.Analysis;

namespace Earshot.Tests.Core.Analysis;

public sealed class TeamRoutingTests
{
    [Theory]
    [InlineData("card payment", null, "financial")]
    [InlineData("app crashes", null, "mobile")]
    [InlineData("webhooks", null, "infrastructure")]
    [InlineData("rate limit", null, "infrastructure")]
    [InlineData("weather", null, "general")]
    [InlineData("weather", "API Integration", "infrastructure")]
    public void Keywords_and_products_decide_the_team(string keyword, string? product, string team) =>
        Assert.Equal(team, TeamRouting.Default.TeamOf([new Keyword(keyword, 1), new Keyword("colour", 1)], product is null ? [] : [new NamedCount(product, 8)], 10));

    [Theory]
    [InlineData("access card, lost card, visitor cards", "general")]
    [InlineData("accept decline, account documentation", "general")]
    [InlineData("card, bank", "financial")]
    [InlineData("new card, virtual card", "financial")]
    [InlineData("phone number, joke", "general")]
    [InlineData("phone, android", "mobile")]
    public void A_single_generic_word_decides_nothing_beside_others_of_its_team_it_counts(string keywords, string team) =>
        Assert.Equal(team, TeamRouting.Default.TeamOf([.. keywords.Split(", ").Select(term => new Keyword(term, 1))], [], 10));

    [Fact]
    public void A_topic_without_keywords_goes_to_the_general_team() => Assert.Equal("general", TeamRouting.Default.TeamOf([], [], 10));

    [Fact]
    public void Rules_of_ones_own_replace_the_defaults()
    {
        TeamRouting routing = TeamRouting.Parse("logistics = parcel, late delivery\nlegal = contract; ");
        Assert.Equal(["logistics", "legal"], routing.Rules.Select(rule => rule.Team));
        Assert.Equal("logistics", routing.TeamOf([new Keyword("Late deliveries", 1)], [], 1));
        Assert.Equal("general", routing.TeamOf([new Keyword("card payment", 1)], [], 1));
        Assert.Same(TeamRouting.Default, TeamRouting.Parse(" "));
    }

    [Fact]
    public void All_faults_of_the_rules_are_told_at_once()
    {
        EarshotException fault = Assert.Throws<EarshotException>(() => TeamRouting.Parse("money\n= pay\ngeneral = x\nempty =\na = refund, one two three\nb = refunds\na = z, z"));
        Assert.Equal(2, fault.ExitCode);
        Assert.Equal(
            """
            the routing of topics to teams has 8 faults: "money" has no "="; "= pay" has no team before the "="; "general" is the team of topics that no rule speaks for and takes no words; team "empty" has no words; team "a" is given twice; "one two three" of team "a" has more than two words; teams "a" and "b" both have "refunds"; team "a" has "z" twice
            """,
            fault.Message);
    }
}
