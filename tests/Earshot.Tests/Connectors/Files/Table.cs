using System.IO.Compression;
using System.Text;
using Earshot.Connectors.Files;
using Earshot.Core.Columns;
using Earshot.Core.Sources;

namespace Earshot.Tests.Connectors.Files;

/// <summary>A file read whole, as short text to compare with: a line a row, cells between bars, "-" for null, the line number first.</summary>
internal sealed class Table
{
    private Table(ITableReader reader, int blockRows)
    {
        Columns = reader.Columns;
        ColumnBatch batch = new(RawRows.Schema(reader.Columns));
        while (reader.Read(batch, blockRows, Rejects.Add))
        {
            if (First is null) First = batch;
            Rows += batch.Count;
            if (Rows <= 1000) for (int row = 0; row < batch.Count; row++) Lines.Add(Line(batch, row));
            if (ReferenceEquals(First, batch)) batch = new(RawRows.Schema(reader.Columns));
        }

        Notes = [.. reader.Notes.Select(note => note.Message)];
        BytesRead = reader.BytesRead;
        TotalBytes = reader.TotalBytes;
    }

    public IReadOnlyList<string> Columns { get; }

    public ColumnBatch? First { get; }

    public long Rows { get; }

    public long BytesRead { get; }

    public long TotalBytes { get; }

    public List<string> Lines { get; } = [];

    public List<Reject> Rejects { get; } = [];

    public IReadOnlyList<string> Notes { get; }

    public string Content => string.Join("\n", Lines);

    public static Table Read(string path, FileReadOptions? options = null, ForeignFormats? foreign = null, int blockRows = 1000)
    {
        using ITableReader reader = TableReaders.Open(path, options ?? new FileReadOptions(), foreign ?? new ForeignFormats());
        return new Table(reader, blockRows);
    }

    /// <summary>Writes a file into a folder of its own, reads it, and deletes it.</summary>
    public static Table Of(string content, string name = "tickets.csv", FileReadOptions? options = null) => Of(Encoding.UTF8.GetBytes(content), name, options);

    public static Table Of(byte[] content, string name = "tickets.csv", FileReadOptions? options = null)
    {
        using TemporaryFolder folder = new();
        return Read(folder.Write(name, content), options);
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream into = new();
        using (GZipStream gzip = new(into, CompressionLevel.Fastest)) gzip.Write(content);
        return into.ToArray();
    }

    private static string Line(ColumnBatch batch, int row)
    {
        StringBuilder line = new();
        int last = batch.Schema.Count - 1;
        line.Append(batch.Int64(last)[row]).Append(':');
        for (int i = 0; i < last; i++) line.Append(i == 0 ? ' ' : '|').Append(batch[i].IsNull(row) ? "-" : batch.Bytes(i).GetString(row));
        return line.Replace("\n", "~").ToString();
    }
}

/// <summary>A new folder that is deleted at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("earshot-files-").FullName;

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
