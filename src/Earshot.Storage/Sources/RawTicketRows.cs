using System.Buffers.Text;
using System.Text;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Sources;
using Earshot.Core.Text;
using Earshot.Core.Tickets;
using Earshot.Storage.DuckDb;

namespace Earshot.Storage.Sources;

/// <summary>Turns the raw rows of a source into tickets.</summary>
internal sealed class RawTicketRows
{
    private const int Id = 0;
    private const int Customer = 1;
    private const int Product = 2;
    private const int Text = 3;
    private const int Created = 4;
    private const int Title = 5;
    private const int Others = 6;
    private const int File = 7;
    private const int Line = 8;

    private static readonly ColumnRole[] Roles =
        [ColumnRole.Id, ColumnRole.Customer, ColumnRole.Product, ColumnRole.Text, ColumnRole.CreatedAt, ColumnRole.Title];

    private readonly byte[] _source;
    private readonly ulong _sourceHash;
    private readonly int _commonPath;
    private readonly TextOrigin _origin;
    private readonly BytesColumn _text = new();

    internal RawTicketRows(SourceRecord source, DuckDbConnection connection, string path)
    {
        _source = Encoding.UTF8.GetBytes(source.Name);
        _sourceHash = StableHash.Of(_source);
        _commonPath = Encoding.UTF8.GetByteCount(CommonFolder([.. source.Files.Select(f => f.Path)]));
        _origin = Enum.Parse<TextOrigin>(source.Origin, ignoreCase: true);
        HashSet<string> present = new(StringComparer.OrdinalIgnoreCase);
        using (DuckDbResult columns = connection.Query($"SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet({Sql.Text(path)}))"))
        {
            while (columns.ReadChunk(chunk =>
            {
                for (int i = 0; i < chunk.Rows; i++) present.Add(chunk.GetText(i, 0) ?? "");
            }))
            {
            }
        }

        List<string> select = [];
        foreach (ColumnRole role in Roles)
        {
            bool has = source.Mapping.TryGetValue(ColumnMapping.NameOf(role), out string? column) && present.Contains(column!);
            select.Add(role == ColumnRole.CreatedAt ? "_created_at" : has ? Sql.Name(column!) : "NULL::VARCHAR");
        }

        // A customer that is no number stays among the attributes under its own name, for its number is a hash.
        IEnumerable<string> others = source.OtherColumns
            .Concat(source.Mapping.Where(m => m.Key is "customer" or "source").Select(m => m.Value))
            .Where(present.Contains);
        string pairs = string.Join(", ", others.Select(c => $"{Sql.Text(c)}, {Sql.Name(c)}"));
        select.Add(pairs.Length == 0 ? "NULL::VARCHAR" : $"json_object({pairs})::VARCHAR");
        select.Add("_file");
        select.Add(RawRows.LineColumn);
        Query = $"SELECT {string.Join(", ", select)} FROM read_parquet({Sql.Text(path)})";
        Schema =
        [
            .. Roles.Select(role => new ColumnSchema(role.ToString(), role == ColumnRole.CreatedAt ? ColumnType.Timestamp : ColumnType.Text)),
            new("attributes", ColumnType.Text),
            RawRowFilter.Added[0],
            RawRowFilter.Added[1],
        ];
    }

    /// <summary>The query that gives the raw rows in the layout of <see cref="Schema"/>.</summary>
    internal string Query { get; }

    internal IReadOnlyList<ColumnSchema> Schema { get; }

    /// <summary>Appends a ticket for each raw row.</summary>
    internal void Convert(ColumnBatch raw, ColumnBatch tickets)
    {
        for (int row = 0; row < raw.Count; row++)
        {
            ReadOnlySpan<byte> id = raw.Bytes(Id)[row].Trim(" \t\r\n"u8);
            tickets.Int64(TicketSchema.TicketId).Append(id.IsEmpty ? LineId(raw, row) : StableHash.Id(id, _sourceHash));
            AppendCustomer(raw.Bytes(Customer)[row].Trim(" \t\r\n"u8), tickets.Int64(TicketSchema.CustomerId));
            AppendOrNull(raw.Bytes(Product)[row], tickets.Bytes(TicketSchema.ProductLine));
            ReadOnlySpan<byte> text = raw.Bytes(Text)[row];
            ReadOnlySpan<byte> title = raw.Bytes(Title)[row];
            tickets.Bytes(TicketSchema.MessageText).Append(text);
            if (raw[Created].IsNull(row)) tickets[TicketSchema.CreatedAt].AppendNull();
            else tickets.Int64(TicketSchema.CreatedAt).Append(raw.Int64(Created)[row]);
            AppendOrNull(title, tickets.Bytes(TicketSchema.Title));
            tickets.Bytes(TicketSchema.Source).Append(_source);
            AppendOrNull(id, tickets.Bytes(TicketSchema.SourceId));
            _text.Clear();
            bool cleaned = TextCleaner.Clean(_origin, title, text, _text);
            if (cleaned) tickets.Bytes(TicketSchema.CleanText).Append(_text[0]);
            else tickets[TicketSchema.CleanText].AppendNull();
            byte language = LanguageGuess.Of(cleaned ? _text[0] : text.IsEmpty ? title : text);
            tickets.Bytes(TicketSchema.Language).Append(LanguageGuess.Code(language).AsSpan());
            AppendOrNull(raw.Bytes(Others)[row], tickets.Bytes(TicketSchema.Attributes));
            for (int c = TicketSchema.TrueTopic; c <= TicketSchema.TrueIncident; c++) tickets[c].AppendNull();
        }
    }

    private static void AppendOrNull(ReadOnlySpan<byte> value, BytesColumn column)
    {
        if (value.IndexOfAnyExcept(" \t\r\n"u8) < 0) column.AppendNull();
        else column.Append(value);
    }

    private static void AppendCustomer(ReadOnlySpan<byte> customer, ValueColumn<long> column)
    {
        if (customer.IsEmpty) column.AppendNull();
        else if (Utf8Parser.TryParse(customer, out long number, out int read) && read == customer.Length) column.Append(number);
        else column.Append(StableHash.Id(customer));
    }

    // What all paths begin with, up to and with a separator: a folder may lie elsewhere the next time.
    private static string CommonFolder(string[] paths)
    {
        if (paths.Length == 0) return "";
        string common = paths[0];
        foreach (string path in paths) common = common[..common.AsSpan().CommonPrefixLength(path)];
        return common[..(common.LastIndexOfAny(['/', '\\']) + 1)];
    }

    // Without an id of its own a ticket is known by the name of its file and its line: the same when the same file is read again.
    private long LineId(ColumnBatch raw, int row)
    {
        ReadOnlySpan<byte> path = raw.Bytes(File)[row];
        ulong file = StableHash.Of(path[Math.Min(path.Length, _commonPath)..], _sourceHash);
        Span<byte> line = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(line, raw.Int64(Line)[row]);
        return StableHash.Id(line, file);
    }
}
