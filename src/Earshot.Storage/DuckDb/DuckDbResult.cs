using System.Text;
using Earshot.Core.Columns;

namespace Earshot.Storage.DuckDb;

/// <summary>A streamed result: fetched in chunks of up to 2,048 rows, copied into column batches.</summary>
internal sealed unsafe class DuckDbResult : IDisposable
{
    private readonly ResultHandle _handle;
    private readonly StatementHandle _statement;
    private bool _ended;

    internal DuckDbResult(ResultHandle handle, StatementHandle statement)
    {
        _handle = handle;
        _statement = statement;
        int count = (int)DuckDbNative.duckdb_column_count(handle.Pointer);
        string[] names = new string[count];
        for (int i = 0; i < count; i++) names[i] = DuckDbDatabase.Text(DuckDbNative.duckdb_column_name(handle.Pointer, (ulong)i)) ?? "";
        Columns = names;
    }

    /// <summary>Names of the columns, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// Appends rows to <paramref name="batch"/>, whose columns must be the result's by position and type, until it holds at least
    /// <paramref name="rows"/> or the result ends. False when nothing was appended.
    /// </summary>
    /// <exception cref="DuckDbException">The types do not fit, or reading failed.</exception>
    public bool ReadInto(ColumnBatch batch, int rows)
    {
        int before = batch.Count;
        while (batch.Count < rows && ReadChunk(chunk => chunk.CopyTo(batch)))
        {
        }

        return batch.Count > before;
    }

    /// <summary>Hands the next chunk to <paramref name="reader"/>; false at the end.</summary>
    public bool ReadChunk(Action<DuckDbChunk> reader)
    {
        if (_ended) return false;
        using DataChunkHandle chunk = DuckDbNative.duckdb_fetch_chunk(*_handle.Pointer);
        if (chunk.IsInvalid)
        {
            _ended = true;
            byte* error = DuckDbNative.duckdb_result_error(_handle.Pointer);
            if (error != null && *error != 0) throw new DuckDbException(DuckDbDatabase.Text(error)!);
            return false;
        }

        reader(new DuckDbChunk(chunk, Columns.Count));
        return true;
    }

    public void Dispose()
    {
        _handle.Dispose();
        _statement.Dispose();
    }
}

/// <summary>Up to 2,048 rows in DuckDB's memory, valid while they are being read.</summary>
internal readonly unsafe struct DuckDbChunk
{
    private readonly DataChunkHandle _handle;
    private readonly int _columns;

    internal DuckDbChunk(DataChunkHandle handle, int columns)
    {
        _handle = handle;
        _columns = columns;
        Rows = (int)DuckDbNative.duckdb_data_chunk_get_size(handle);
    }

    public int Rows { get; }

    /// <summary>A cell of a text column; null for a null.</summary>
    public string? GetText(int row, int column)
    {
        nint vector = Vector(column);
        ulong* validity = DuckDbNative.duckdb_vector_get_validity(vector);
        if (!IsValid(validity, row)) return null;
        return Encoding.UTF8.GetString(NativeString.Bytes((NativeString*)DuckDbNative.duckdb_vector_get_data(vector) + row));
    }

    /// <summary>A cell of a BIGINT column; null for a null.</summary>
    public long? GetInt64(int row, int column)
    {
        nint vector = Vector(column);
        return IsValid(DuckDbNative.duckdb_vector_get_validity(vector), row) ? ((long*)DuckDbNative.duckdb_vector_get_data(vector))[row] : null;
    }

    /// <summary>Copies all rows to the end of <paramref name="batch"/>.</summary>
    internal void CopyTo(ColumnBatch batch)
    {
        if (batch.Schema.Count != _columns) throw new DuckDbException($"{_columns} columns were read where {batch.Schema.Count} are expected");
        for (int c = 0; c < _columns; c++)
        {
            nint vector = Vector(c);
            ulong* validity = DuckDbNative.duckdb_vector_get_validity(vector);
            void* data = DuckDbNative.duckdb_vector_get_data(vector);
            switch (batch[c])
            {
                case ValueColumn<long> column: CopyValues((long*)data, validity, column); break;
                case ValueColumn<int> column: CopyValues((int*)data, validity, column); break;
                case ValueColumn<float> column: CopyValues((float*)data, validity, column); break;
                case ValueColumn<bool> column: CopyValues((bool*)data, validity, column); break;
                case BytesColumn column: CopyBytes((NativeString*)data, validity, column); break;
                case FloatArrayColumn column:
                    float* values = (float*)DuckDbNative.duckdb_vector_get_data(DuckDbNative.duckdb_array_vector_get_child(vector));
                    for (int row = 0; row < Rows; row++)
                    {
                        if (IsValid(validity, row)) new ReadOnlySpan<float>(values + ((long)row * column.Width), column.Width).CopyTo(column.AppendRoom());
                        else column.AppendNull();
                    }

                    break;
                default: throw new DuckDbException($"column {batch.Schema[c].Name} has no copier");
            }
        }
    }

    private static bool IsValid(ulong* validity, int row) => validity == null || (validity[row >> 6] >> (row & 63) & 1) != 0;

    private nint Vector(int column) => DuckDbNative.duckdb_data_chunk_get_vector(_handle, (ulong)column);

    private void CopyValues<T>(T* data, ulong* validity, ValueColumn<T> column)
        where T : unmanaged
    {
        if (validity == null)
        {
            new ReadOnlySpan<T>(data, Rows).CopyTo(column.AppendRoom(Rows));
            return;
        }

        for (int row = 0; row < Rows; row++)
        {
            if (IsValid(validity, row)) column.Append(data[row]);
            else column.AppendNull();
        }
    }

    private void CopyBytes(NativeString* data, ulong* validity, BytesColumn column)
    {
        for (int row = 0; row < Rows; row++)
        {
            if (IsValid(validity, row)) column.Append(NativeString.Bytes(data + row));
            else column.AppendNull();
        }
    }
}
