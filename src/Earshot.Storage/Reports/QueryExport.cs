using Earshot.Storage.DuckDb;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Reports;

/// <summary>Writes the result of a query to one file, renamed into place when whole.</summary>
internal static class QueryExport
{
    /// <summary>Copies the result to <paramref name="path"/>.</summary>
    /// <exception cref="IOException">DuckDB could not write it.</exception>
    internal static void Copy(DuckDbConnection connection, string query, string path, bool csv, CancellationToken cancellation)
    {
        string temporary = AtomicFile.Temporary(path) + ".whole";
        AtomicFile.Sweep(path);
        try
        {
            connection.Execute(
                $"COPY ({query}) TO {Sql.Text(temporary)} ({(csv ? "FORMAT csv, HEADER" : "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1")})",
                cancellation);
            File.Move(temporary, path, overwrite: true);
        }
        catch (DuckDbException e)
        {
            throw new IOException(e.Message, e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
