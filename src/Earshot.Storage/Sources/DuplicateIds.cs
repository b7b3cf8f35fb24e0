using Earshot.Core.Sources;
using Earshot.Storage.DuckDb;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Sources;

/// <summary>Keeps the first row of each id and rejects the others. DuckDB finds them, so memory does not grow with the number of rows.</summary>
internal static class DuplicateIds
{
    internal static IReadOnlyList<(string File, long Rows)> Remove(
        string folder, IReadOnlyList<(string File, long Rows)> parts, string? idColumn, DuckDbDatabase database, RejectSink rejects)
    {
        if (idColumn is null || parts.Count == 0) return parts;
        using DuckDbConnection connection = database.Connect();
        string files = string.Join(", ", parts.Select(p => Sql.Text(Path.Combine(folder, p.File))));
        string id = $"trim({Sql.Name(idColumn)}, ' ' || chr(9) || chr(10) || chr(13))"; // as it is for the ticket's id
        connection.Execute(
            $"""
             CREATE TEMP TABLE repeated AS
             WITH rows AS (SELECT {id} AS id, row_number() OVER () AS row, _file, _line FROM read_parquet([{files}], union_by_name = true)),
                  twice AS (SELECT id FROM rows WHERE id <> '' GROUP BY id HAVING count(*) > 1),
                  numbered AS (SELECT *, row_number() OVER (PARTITION BY id ORDER BY row) AS n,
                    first_value(_line) OVER (PARTITION BY id ORDER BY row) AS first_line
                               FROM rows WHERE id IN (SELECT id FROM twice))
             SELECT * FROM numbered WHERE n > 1
             """);
        bool any = false;
        using (DuckDbResult result = connection.Query("SELECT id, _file, first_line, _line FROM repeated ORDER BY row"))
        {
            while (result.ReadChunk(chunk =>
            {
                any |= chunk.Rows > 0;
                for (int i = 0; i < chunk.Rows; i++)
                {
                    string value = chunk.GetText(i, 0) ?? "";
                    string reason = $"the id '{value}' was seen before, on line {chunk.GetInt64(i, 2)}";
                    rejects(new Reject(chunk.GetText(i, 1) ?? "", chunk.GetInt64(i, 3) ?? 0, reason, value));
                }
            }))
            {
            }
        }

        if (!any) return parts;
        List<(string File, long Rows)> kept = [];
        foreach ((string file, long _) in parts)
        {
            string path = Path.Combine(folder, file);
            string temporary = AtomicFile.Temporary(path);
            connection.Execute(
                $"""
                 COPY (SELECT * FROM read_parquet({Sql.Text(path)}) ANTI JOIN repeated USING (_file, _line))
                 TO {Sql.Text(temporary)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)
                 """);
            long rows = long.Parse(connection.Scalar($"SELECT count(*)::VARCHAR FROM read_parquet({Sql.Text(temporary)})") ?? "0");
            File.Move(temporary, path, overwrite: true);
            if (rows > 0) kept.Add((file, rows));
        }

        return kept;
    }
}
