using Earshot.Core.Columns;

namespace Earshot.Storage.DuckDb;

/// <summary>A connection: statements, streamed results, bulk appends. One thread at a time; <see cref="Interrupt"/> from any.</summary>
internal sealed unsafe class DuckDbConnection : IDisposable
{
    private readonly ConnectionHandle _handle;

    internal DuckDbConnection(ConnectionHandle handle) => _handle = handle;

    internal ConnectionHandle Handle => _handle;

    /// <summary>Stops the running statement, which then throws a <see cref="DuckDbException"/>.</summary>
    public void Interrupt() => DuckDbNative.duckdb_interrupt(_handle);

    /// <summary>Runs statements and drops their results.</summary>
    /// <exception cref="DuckDbException">DuckDB refused one.</exception>
    /// <exception cref="OperationCanceledException">Cancelled on the way.</exception>
    public void Execute(string sql, CancellationToken cancellation = default)
    {
        using CancellationTokenRegistration _ = cancellation.Register(Interrupt);
        using ResultHandle result = new();
        if (DuckDbNative.duckdb_query(_handle, sql, result.Pointer) == 0) return;
        cancellation.ThrowIfCancellationRequested();
        throw new DuckDbException(DuckDbDatabase.Text(DuckDbNative.duckdb_result_error(result.Pointer)) ?? "query failed");
    }

    /// <summary>Runs a query and gives its result chunk by chunk, never the whole of it in memory.</summary>
    public DuckDbResult Query(string sql)
    {
        int state = DuckDbNative.duckdb_prepare(_handle, sql, out StatementHandle statement);
        if (state != 0)
        {
            using (statement) throw new DuckDbException(DuckDbDatabase.Text(DuckDbNative.duckdb_prepare_error(statement)) ?? "query failed");
        }

        state = DuckDbNative.duckdb_pending_prepared_streaming(statement, out PendingHandle pending);
        using (pending)
        {
            if (state != 0)
            {
                string? message = DuckDbDatabase.Text(DuckDbNative.duckdb_pending_error(pending));
                statement.Dispose();
                throw new DuckDbException(message ?? "query failed");
            }

            ResultHandle result = new();
            if (DuckDbNative.duckdb_execute_pending(pending, result.Pointer) == 0) return new DuckDbResult(result, statement);
            string? error = DuckDbDatabase.Text(DuckDbNative.duckdb_result_error(result.Pointer));
            result.Dispose();
            statement.Dispose();
            throw new DuckDbException(error ?? "query failed");
        }
    }

    /// <summary>The first value of the first row as text; null when there is none.</summary>
    public string? Scalar(string sql)
    {
        using DuckDbResult result = Query(sql);
        string? value = null;
        while (result.ReadChunk(chunk => value ??= chunk.GetText(0, 0)))
        {
        }

        return value;
    }

    /// <summary>Starts a bulk append to a table whose columns are those of <paramref name="schema"/>.</summary>
    public DuckDbAppender Append(string table, IReadOnlyList<ColumnSchema> schema) => new(this, table, schema);

    public void Dispose() => _handle.Dispose();
}
