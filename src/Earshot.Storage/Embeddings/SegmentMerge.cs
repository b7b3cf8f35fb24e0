using System.Runtime.InteropServices;
using Earshot.Storage.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace Earshot.Storage.Embeddings;

/// <summary>Makes one segment of many, so that a folder written to by a thousand short runs opens as fast as one written to by a long one.</summary>
internal static class SegmentMerge
{
    /// <summary>Segments a folder may have before they are merged.</summary>
    internal const int MostSegments = 64;

    private const int OpenAttempts = 100;

    /// <summary>
    /// Merges where there are too many; those that are open anywhere, and those of <paramref name="fullBytes"/> or more, stay. The merged segment
    /// appears whole before the others go: ended in between, records are there twice, which does no harm. A disk without room leaves all as it was.
    /// </summary>
    /// <returns>Records that were found damaged, and left out.</returns>
    internal static int Run(string folder, RecordLayout layout, long fullBytes)
    {
        if (RecordStore.Segments(folder).Length <= MostSegments) return 0;
        try
        {
            using SafeFileHandle alone = File.OpenHandle(Path.Combine(folder, "merge.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            foreach (string left in Directory.EnumerateFiles(folder, "*" + AtomicFile.TemporarySuffix)) File.Delete(left);
            string[] paths = [.. RecordStore.Segments(folder).Where(path => new FileInfo(path).Length < fullBytes && IsClosed(path))];
            return paths.Length > MostSegments / 2 ? Merge(paths, layout) : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0; // another process merges, or the folder takes no more: the segments serve as they are
        }
    }

    /// <summary>As <see cref="RecordSegment.Open"/>; waits the moment that <see cref="IsClosed"/> holds a file.</summary>
    internal static RecordSegment? OpenShared(string path, out RecordLayout? layout, out bool isNewer)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return RecordSegment.Open(path, out layout, out isNewer);
            }
            catch (IOException e) when (e is not FileNotFoundException && attempt < OpenAttempts)
            {
                Thread.Sleep(1);
            }
        }
    }

    /// <summary>Whether no process has the file open.</summary>
    internal static bool IsClosed(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int Merge(string[] paths, RecordLayout layout)
    {
        List<RecordSegment> segments = [];
        string temporary = AtomicFile.Temporary(paths[^1]);
        try
        {
            List<string> merged = [];
            KeyIndex index = new();
            int damaged = 0;
            foreach (string path in paths)
            {
                RecordSegment? segment = RecordSegment.Open(path, out RecordLayout? found, out _);
                if (segment is null) continue;
                segments.Add(segment);
                if (found != layout) continue;
                merged.Add(path);
                damaged += segment.ReadKeys(index.Append).Count;
            }

            using (RecordSegment target = RecordSegment.Create(temporary, layout))
            {
                int number = 0;
                foreach (RecordSegment segment in segments) damaged += Copy(segment, layout, index, ref number, target);
                target.Flush();
            }

            File.Move(temporary, Free(paths[^1]));
            foreach (string path in merged) File.Delete(path);
            return damaged;
        }
        finally
        {
            File.Delete(temporary);
            foreach (RecordSegment segment in segments) segment.Dispose();
        }
    }

    // Copies the records that their keys lead to; of a key that is there twice, the later one.
    private static int Copy(RecordSegment segment, RecordLayout layout, KeyIndex index, ref int number, RecordSegment target)
    {
        int damaged = 0;
        List<UInt128> keys = [];
        List<byte> records = [];
        for (int first = 0; first < segment.Records;)
        {
            int count = RecordSegment.BlockLength(first, segment.Records - 1);
            ReadOnlySpan<byte> block = segment.Read(first, count);
            for (int i = 0; i < count; i++, number++)
            {
                if (index.Latest(number) is not { } key) continue;
                ReadOnlySpan<byte> record = block.Slice(i * layout.Stride, layout.Width);
                if (MemoryMarshal.Read<ulong>(block[((i * layout.Stride) + layout.Width)..]) != RecordLayout.Checksum(key, record))
                {
                    damaged++;
                    continue;
                }

                keys.Add(key);
                records.AddRange(record);
            }

            target.Append(CollectionsMarshal.AsSpan(keys), CollectionsMarshal.AsSpan(records));
            keys.Clear();
            records.Clear();
            first += count;
        }

        return damaged;
    }

    // A name in the place of the last of those that were merged.
    private static string Free(string last)
    {
        string name = last[..^RecordSegment.Extension.Length];
        int version = 1;
        while (File.Exists($"{name}-merged-{version}{RecordSegment.Extension}")) version++;
        return $"{name}-merged-{version}{RecordSegment.Extension}";
    }
}
