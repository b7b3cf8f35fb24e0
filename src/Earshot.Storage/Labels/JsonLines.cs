using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Earshot.Core;
using Earshot.Storage.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace Earshot.Storage.Labels;

/// <summary>
/// A file of JSON objects, one a line, that grows by one line at a time, each through to the disk before the next: a kill loses at most the line that was
/// being written. What a kill or a power cut left of a last line is dropped; damaged lines before it are passed over.
/// </summary>
internal sealed class JsonLines<T> : IDisposable
    where T : class
{
    private readonly SafeFileHandle _alone;
    private readonly FileStream _file;
    private readonly JsonTypeInfo<T> _type;

    private JsonLines(SafeFileHandle alone, FileStream file, JsonTypeInfo<T> type) => (_alone, _file, _type) = (alone, file, type);

    /// <summary>All whole lines, in order; none where there is no file. Another process may be appending.</summary>
    public static IReadOnlyList<T> Read(string path, JsonTypeInfo<T> type)
    {
        if (!File.Exists(path)) return [];
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] content = new byte[file.Length];
        int length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        List<T> lines = [];
        for (int at = 0; at < length;)
        {
            int end = content.AsSpan(at, length - at).IndexOf((byte)'\n');
            if (end < 0) break;
            if (TryRead(content.AsSpan(at, end), type) is { } line) lines.Add(line);
            at += end + 1;
        }

        return lines;
    }

    /// <summary>Opens a file for appending, and makes it where there is none; only one process at a time may.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="type">How a line is written.</param>
    /// <param name="what">What is at work where another process appends to it, for the message: "earshot topics label".</param>
    /// <exception cref="EarshotException">Another process appends to it (exit code 4), or it can't be written.</exception>
    public static JsonLines<T> Open(string path, JsonTypeInfo<T> type, string what)
    {
        SafeFileHandle? alone = null;
        FileStream? file = null;
        string guard = path + ".lock"; // a file of its own, which nobody reads: readers of the lines are never kept out
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            bool isNew = !File.Exists(path);
            alone = File.OpenHandle(guard, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0);
            file.SetLength(EndOfLastLine(file));
            file.Seek(0, SeekOrigin.End);
            if (isNew) FileFlush.Folder(Path.GetDirectoryName(path)!);
            return new JsonLines<T>(alone, file, type);
        }
        catch (IOException e) when (alone is null && File.Exists(guard))
        {
            throw new EarshotException($"{path} is in use: another `{what}` is at work", "wait for it to end, or stop it", 4, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            alone?.Dispose();
            throw new EarshotException($"{path} can't be written: {e.Message}", "check the permissions of the workspace and the free disk space", 1, e);
        }
    }

    /// <summary>Appends a line; when it returns, the line is on the disk.</summary>
    public void Append(T line)
    {
        _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, _type), (byte)'\n']);
        _file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        _file.Dispose();
        _alone.Dispose();
    }

    private static T? TryRead(ReadOnlySpan<byte> line, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long EndOfLastLine(FileStream file)
    {
        Span<byte> block = stackalloc byte[4096];
        for (long end = file.Length; end > 0;)
        {
            int length = (int)Math.Min(block.Length, end);
            file.Seek(end - length, SeekOrigin.Begin);
            file.ReadExactly(block[..length]);
            int newline = block[..length].LastIndexOf((byte)'\n');
            if (newline >= 0) return end - length + newline + 1;
            end -= length;
        }

        return 0;
    }
}
