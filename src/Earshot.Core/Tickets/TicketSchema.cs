using Earshot.Core.Columns;

namespace Earshot.Core.Tickets;

/// <summary>The columns of the <c>tickets</c> asset, in order. Positions are constants so that hot loops need no look-up by name.</summary>
public static class TicketSchema
{
    public const int TicketId = 0;

    /// <summary>The customer's number; where a source calls its customers by text, a 63-bit hash of it (the text stays in the attributes).</summary>
    public const int CustomerId = 1;
    public const int ProductLine = 2;
    public const int MessageText = 3;
    public const int CreatedAt = 4;
    public const int Title = 5;
    public const int Source = 6;
    public const int SourceId = 7;
    public const int Language = 8;

    /// <summary>The cleaned text where cleaning changed something; null where it is the title, a line break and the message as they are.</summary>
    public const int CleanText = 9;

    /// <summary>The source's other columns as one JSON object; null where it has none.</summary>
    public const int Attributes = 10;
    public const int TrueTopic = 11;
    public const int TrueSentiment = 12;
    public const int TrueUrgency = 13;
    public const int TrueIncident = 14;

    /// <summary>
    /// All columns. <c>customer_id</c>, <c>product_line</c>, <c>created_at</c>, <c>title</c>, <c>source_id</c> and all from <c>clean_text</c> on may
    /// be null.
    /// </summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("ticket_id", ColumnType.Int64),
        new("customer_id", ColumnType.Int64),
        new("product_line", ColumnType.Text),
        new("message_text", ColumnType.Text),
        new("created_at", ColumnType.Timestamp),
        new("title", ColumnType.Text),
        new("source", ColumnType.Text),
        new("source_id", ColumnType.Text),
        new("language", ColumnType.Text),
        new("clean_text", ColumnType.Text),
        new("attributes", ColumnType.Text),
        new("true_topic", ColumnType.Text),
        new("true_sentiment", ColumnType.Text),
        new("true_urgency", ColumnType.Text),
        new("true_incident", ColumnType.Text),
    ];
}
