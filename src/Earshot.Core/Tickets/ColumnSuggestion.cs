using Earshot.Core.Sources;

namespace Earshot.Core.Tickets;

/// <summary>Finds the column that somebody means who asks for it by the name it has elsewhere.</summary>
public static class ColumnSuggestion
{
    private static readonly (ColumnRole Role, int Column)[] Roles =
    [
        (ColumnRole.Text, TicketSchema.MessageText), (ColumnRole.Product, TicketSchema.ProductLine), (ColumnRole.CreatedAt, TicketSchema.CreatedAt),
        (ColumnRole.Id, TicketSchema.SourceId), (ColumnRole.Customer, TicketSchema.CustomerId), (ColumnRole.Source, TicketSchema.Source),
        (ColumnRole.Title, TicketSchema.Title),
    ];

    // What a ticket's topic is called depends on the table.
    private static readonly string[] TopicColumns = ["topic_id", "cluster_id"];

    /// <summary>
    /// Up to three of <paramref name="columns"/>, likeliest first: the column that tickets keep such things in (<c>body</c> is <c>message_text</c>),
    /// those that have the word between underscores, the one spelt most alike. Empty where nothing is near.
    /// </summary>
    public static IReadOnlyList<string> For(string word, IReadOnlyCollection<string> columns)
    {
        IEnumerable<string> byRole = Roles.Where(role => ColumnNames.Rank(role.Role, word) >= 0).Select(role => TicketSchema.Columns[role.Column].Name);
        if (word.StartsWith("topic", StringComparison.OrdinalIgnoreCase) || word.StartsWith("cluster", StringComparison.OrdinalIgnoreCase))
            byRole = byRole.Concat(TopicColumns);
        IEnumerable<string> byPart = columns.Where(column => column.Split('_').Contains(word, StringComparer.OrdinalIgnoreCase));
        return [.. byRole.Concat(byPart).Append(EditDistance.Nearest(word, columns) ?? "").Where(columns.Contains).Distinct(StringComparer.Ordinal).Take(3)];
    }
}
