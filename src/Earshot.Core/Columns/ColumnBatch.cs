namespace Earshot.Core.Columns;

/// <summary>A block of rows, column by column: the unit in which data flows from sources to Parquet and back.</summary>
public sealed class ColumnBatch
{
    private readonly Column[] _columns;

    /// <summary>An empty block with the given columns.</summary>
    public ColumnBatch(IReadOnlyList<ColumnSchema> schema)
    {
        Schema = schema;
        _columns = [.. schema.Select(Create)];
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<ColumnSchema> Schema { get; }

    /// <summary>Rows held: the length of the first column.</summary>
    public int Count => _columns.Length == 0 ? 0 : _columns[0].Count;

    /// <summary>The column at a position.</summary>
    public Column this[int index] => _columns[index];

    /// <summary>A text or bytes column.</summary>
    public BytesColumn Bytes(int index) => (BytesColumn)_columns[index];

    /// <summary>A 64-bit or timestamp column.</summary>
    public ValueColumn<long> Int64(int index) => (ValueColumn<long>)_columns[index];

    /// <summary>A 32-bit integer column.</summary>
    public ValueColumn<int> Int32(int index) => (ValueColumn<int>)_columns[index];

    /// <summary>A float column.</summary>
    public ValueColumn<float> Float32(int index) => (ValueColumn<float>)_columns[index];

    /// <summary>A column of true and false.</summary>
    public ValueColumn<bool> Boolean(int index) => (ValueColumn<bool>)_columns[index];

    /// <summary>A column of several floats a row.</summary>
    public FloatArrayColumn FloatArray(int index) => (FloatArrayColumn)_columns[index];

    /// <summary>Appends a copy of a row of a block with the same columns.</summary>
    public void AppendRow(ColumnBatch source, int row)
    {
        for (int c = 0; c < _columns.Length; c++)
        {
            if (source[c].IsNull(row))
            {
                _columns[c].AppendNull();
                continue;
            }

            switch (_columns[c])
            {
                case ValueColumn<long> column: column.Append(source.Int64(c)[row]); break;
                case ValueColumn<int> column: column.Append(source.Int32(c)[row]); break;
                case ValueColumn<float> column: column.Append(source.Float32(c)[row]); break;
                case ValueColumn<bool> column: column.Append(source.Boolean(c)[row]); break;
                case BytesColumn column: column.Append(source.Bytes(c)[row]); break;
                case FloatArrayColumn column: source.FloatArray(c).Values.Slice(row * column.Width, column.Width).CopyTo(column.AppendRoom()); break;
            }
        }
    }

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear()
    {
        foreach (Column column in _columns) column.Clear();
    }

    private static Column Create(ColumnSchema schema) => schema.Type switch
    {
        ColumnType.Int64 or ColumnType.Timestamp => new ValueColumn<long>(),
        ColumnType.Int32 => new ValueColumn<int>(),
        ColumnType.Float32 => new ValueColumn<float>(),
        ColumnType.Boolean => new ValueColumn<bool>(),
        ColumnType.Text or ColumnType.Bytes => new BytesColumn(),
        ColumnType.FloatArray => new FloatArrayColumn(schema.Width),
        _ => throw new ArgumentOutOfRangeException(nameof(schema), schema.Type, "unknown column type"),
    };
}
