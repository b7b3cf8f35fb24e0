using Earshot.Core.Tickets;

namespace Earshot.Tests.Core.Tickets;

public sealed class ColumnSuggestionTests
{
    [Theory]
    [InlineData("product", "product_line")]
    [InlineData("text", "message_text clean_text")]
    [InlineData("Body", "message_text")]
    [InlineData("created", "created_at")]
    [InlineData("messagetext", "message_text")]
    [InlineData("langauge", "language")]
    [InlineData("nonsense_of_all_kinds", "")]
    public void The_name_a_column_has_elsewhere_leads_to_the_name_it_has_here(string word, string columns) =>
        Assert.Equal(columns.Split(' ', StringSplitOptions.RemoveEmptyEntries), ColumnSuggestion.For(word, [.. TicketSchema.Columns.Select(column => column.Name)]));

    [Fact]
    public void A_topic_is_called_as_the_table_calls_it()
    {
        Assert.Equal(["cluster_id"], ColumnSuggestion.For("topic", ["ticket_id", "cluster_id", "similarity"]));
        Assert.Equal(["topic_id"], ColumnSuggestion.For("cluster", ["topic_id", "name"]));
    }
}
