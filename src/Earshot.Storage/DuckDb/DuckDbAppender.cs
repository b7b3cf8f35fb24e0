using System.Runtime.InteropServices;
using Earshot.Core.Columns;

namespace Earshot.Storage.DuckDb;

/// <summary>Appends column batches to a table, a data chunk (2,048 rows) at a time.</summary>
internal sealed unsafe class DuckDbAppender : IDisposable
{
    private readonly AppenderHandle _handle;
    private readonly DataChunkHandle _chunk;
    private readonly int _columns;

    internal DuckDbAppender(DuckDbConnection connection, string table, IReadOnlyList<ColumnSchema> schema)
    {
        int state = DuckDbNative.duckdb_appender_create(connection.Handle, null, table, out _handle);
        if (state != 0)
        {
            string message = Error();
            _handle.Dispose();
            throw new DuckDbException(message);
        }

        _columns = schema.Count;
        LogicalTypeHandle[] types = [.. schema.Select(LogicalType)];
        try
        {
            nint* raw = stackalloc nint[_columns];
            for (int i = 0; i < _columns; i++) raw[i] = types[i].DangerousGetHandle();
            _chunk = DuckDbNative.duckdb_create_data_chunk(raw, (ulong)_columns);
        }
        finally
        {
            foreach (LogicalTypeHandle type in types) type.Dispose();
        }
    }

    /// <summary>The SQL name of a column's type.</summary>
    public static string SqlType(ColumnSchema column) => column.Type switch
    {
        ColumnType.Int64 => "BIGINT",
        ColumnType.Int32 => "INTEGER",
        ColumnType.Float32 => "FLOAT",
        ColumnType.Boolean => "BOOLEAN",
        ColumnType.Timestamp => "TIMESTAMP",
        ColumnType.Text => "VARCHAR",
        ColumnType.Bytes => "BLOB",
        ColumnType.FloatArray => $"FLOAT[{column.Width}]",
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "unknown column type"),
    };

    /// <summary>Appends all rows of <paramref name="batch"/>. Text must be valid UTF-8: DuckDB does not look at it again.</summary>
    public void Append(ColumnBatch batch)
    {
        for (int start = 0; start < batch.Count; start += DuckDbNative.VectorSize)
        {
            int rows = Math.Min(DuckDbNative.VectorSize, batch.Count - start);
            for (int c = 0; c < _columns; c++) Fill(DuckDbNative.duckdb_data_chunk_get_vector(_chunk, (ulong)c), batch[c], start, rows);
            DuckDbNative.duckdb_data_chunk_set_size(_chunk, (ulong)rows);
            Check(DuckDbNative.duckdb_append_data_chunk(_handle, _chunk));
            DuckDbNative.duckdb_data_chunk_reset(_chunk);
        }
    }

    /// <summary>Flushes what is left; after it the rows are in the table.</summary>
    public void Close() => Check(DuckDbNative.duckdb_appender_close(_handle));

    public void Dispose()
    {
        _chunk.Dispose();
        _handle.Dispose();
    }

    private static void Fill(nint vector, Column column, int start, int rows)
    {
        if (column.NullCount != 0)
        {
            DuckDbNative.duckdb_vector_ensure_validity_writable(vector);
            ulong* validity = DuckDbNative.duckdb_vector_get_validity(vector);
            for (int row = 0; row < rows; row++)
            {
                ulong bit = 1UL << (row & 63);
                if (column.IsNull(start + row)) validity[row >> 6] &= ~bit;
                else validity[row >> 6] |= bit;
            }
        }

        void* data = DuckDbNative.duckdb_vector_get_data(vector);
        switch (column)
        {
            case ValueColumn<long> values: values.Values.Slice(start, rows).CopyTo(new Span<long>(data, rows)); break;
            case ValueColumn<int> values: values.Values.Slice(start, rows).CopyTo(new Span<int>(data, rows)); break;
            case ValueColumn<float> values: values.Values.Slice(start, rows).CopyTo(new Span<float>(data, rows)); break;
            case ValueColumn<bool> values: values.Values.Slice(start, rows).CopyTo(new Span<bool>(data, rows)); break;
            case BytesColumn bytes: FillBytes(vector, bytes, start, rows); break;
            case FloatArrayColumn arrays:
                void* child = DuckDbNative.duckdb_vector_get_data(DuckDbNative.duckdb_array_vector_get_child(vector));
                arrays.Values.Slice(start * arrays.Width, rows * arrays.Width).CopyTo(new Span<float>(child, rows * arrays.Width));
                break;
            default: throw new DuckDbException("a column has no copier");
        }
    }

    private static void FillBytes(nint vector, BytesColumn column, int start, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            if (column.IsNull(start + row)) continue;
            ReadOnlySpan<byte> value = column[start + row];
            fixed (byte* pointer = &MemoryMarshal.GetReference(value))
                DuckDbNative.duckdb_unsafe_vector_assign_string_element_len(vector, (ulong)row, pointer, (ulong)value.Length);
        }
    }

    private static LogicalTypeHandle LogicalType(ColumnSchema column)
    {
        LogicalTypeHandle type = DuckDbNative.duckdb_create_logical_type(column.Type switch
        {
            ColumnType.Int64 => DuckDbType.BigInt,
            ColumnType.Int32 => DuckDbType.Integer,
            ColumnType.Float32 or ColumnType.FloatArray => DuckDbType.Float,
            ColumnType.Boolean => DuckDbType.Boolean,
            ColumnType.Timestamp => DuckDbType.Timestamp,
            ColumnType.Text => DuckDbType.Varchar,
            _ => DuckDbType.Blob,
        });
        if (column.Type != ColumnType.FloatArray) return type;
        using (type) return DuckDbNative.duckdb_create_array_type(type, (ulong)column.Width);
    }

    private string Error() => DuckDbDatabase.Text(DuckDbNative.duckdb_appender_error(_handle)) ?? "append failed";

    private void Check(int state)
    {
        if (state != 0) throw new DuckDbException(Error());
    }
}
