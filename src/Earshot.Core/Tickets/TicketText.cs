using Earshot.Core.Columns;

namespace Earshot.Core.Tickets;

/// <summary>The text of a ticket as models see it: clean, title first.</summary>
public static class TicketText
{
    public const int TicketId = 0;
    public const int Title = 1;
    public const int Message = 2;
    public const int Clean = 3;

    /// <summary>The columns of <c>tickets</c> that a text is made of.</summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        TicketSchema.Columns[TicketSchema.TicketId],
        TicketSchema.Columns[TicketSchema.Title],
        TicketSchema.Columns[TicketSchema.MessageText],
        TicketSchema.Columns[TicketSchema.CleanText],
    ];

    /// <summary>Appends each row's clean text: the stored one, or title, a line break and message where cleaning changed nothing.</summary>
    public static void AppendClean(ColumnBatch rows, BytesColumn texts)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            if (!rows[Clean].IsNull(row)) texts.Append(rows.Bytes(Clean)[row]);
            else AppendPlain(rows.Bytes(Title)[row], rows.Bytes(Message)[row], texts);
        }
    }

    private static void AppendPlain(ReadOnlySpan<byte> title, ReadOnlySpan<byte> message, BytesColumn texts)
    {
        if (title.IsEmpty || message.IsEmpty)
        {
            texts.Append(title.IsEmpty ? message : title);
            return;
        }

        Span<byte> room = texts.Reserve(title.Length + 1 + message.Length);
        title.CopyTo(room);
        room[title.Length] = (byte)'\n';
        message.CopyTo(room[(title.Length + 1)..]);
        texts.Commit(title.Length + 1 + message.Length);
    }
}
