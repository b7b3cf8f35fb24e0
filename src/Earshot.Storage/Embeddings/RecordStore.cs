using System.Globalization;
using System.Runtime.InteropServices;
using Earshot.Core;
using Earshot.Core.Runs;

namespace Earshot.Storage.Embeddings;

/// <summary>
/// Records of one width by 128-bit keys, in a folder of segments that are only ever appended to. The keys are in memory, the records on disk. Each
/// process writes a segment of its own, so any number may work on a folder; what the others add is seen when it is opened again. A record that was
/// added survives the end of the process; against a power cut it is flushed to disk every few seconds. Damage costs the records it hits and nothing else.
/// </summary>
internal sealed class RecordStore : IDisposable
{
    private const int MostUnflushed = 4096;
    private const string DamagedSuffix = ".damaged";
    private const string DamageHint = "nothing to do: what is lost is made again; if it happens often, check the disk";
    private const int NearRecords = 8; // a gap as short as that is read over rather than around
    private const long FullSegment = 1L << 30; // then the next one is begun, and merging leaves it alone
    private static readonly TimeSpan MostUnflushedTime = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly RecordLayout _layout;
    private readonly TimeProvider _clock;
    private readonly IRunObserver _observer;
    private readonly KeyIndex _index = new();
    private readonly List<RecordSegment> _segments = [];
    private readonly List<int> _firsts = []; // number of the first record of each segment
    private RecordSegment? _writer;
    private int _unflushed;
    private long _flushedAt;
    private int _sequence;

    private RecordStore(string folder, RecordLayout layout, TimeProvider clock, IRunObserver observer)
    {
        _folder = folder;
        _layout = layout;
        _clock = clock;
        _observer = observer;
    }

    /// <summary>Keys there are.</summary>
    internal int Count
    {
        get
        {
            lock (_gate) return _index.Count;
        }
    }

    /// <summary>Records that were found damaged or cut off, and dropped.</summary>
    internal int Damaged { get; private set; }

    /// <summary>
    /// Opens the folder, which need not exist until something is added. What can't be read is told to <paramref name="observer"/> and put out of the way,
    /// under the same name with <c>.damaged</c> behind it.
    /// </summary>
    /// <exception cref="EarshotException">It holds records of the same identity and another width, which <paramref name="otherWidth"/> tells.</exception>
    internal static RecordStore Open(
        string folder, RecordLayout layout, TimeProvider clock, IRunObserver observer, Func<int, EarshotException> otherWidth)
    {
        RecordStore store = new(folder, layout, clock, observer);
        try
        {
            store.Damaged = SegmentMerge.Run(folder, layout, FullSegment);
            if (store.Damaged > 0) observer.Warned($"{folder} held {store.Damaged:N0} damaged records: they are dropped", DamageHint);
            store.OpenSegments(otherWidth);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads the record of each key into its place in <paramref name="records"/> and says which were there. Places of the others keep what they hold.
    /// In the order of the files, whatever the order of the keys.
    /// </summary>
    /// <returns>The number found.</returns>
    internal int Read(ReadOnlySpan<UInt128> keys, Span<byte> records, Span<bool> found)
    {
        lock (_gate)
        {
            int[] numbers = new int[keys.Length];
            int[] order = new int[keys.Length];
            for (int i = 0; i < keys.Length; i++) (numbers[i], order[i]) = (_index.Find(keys[i]), i);
            numbers.AsSpan().Sort(order.AsSpan());
            found.Clear();
            int read = 0;
            int at = 0;
            while (at < numbers.Length && numbers[at] < 0) at++;
            while (at < numbers.Length)
            {
                int segment = SegmentOf(numbers[at]);
                int first = numbers[at] - _firsts[segment];
                int end = at + 1;
                int room = RecordSegment.BlockLength(first, int.MaxValue - 1);
                int most = Math.Min(room, EndOf(segment) - numbers[at]);
                while (end < numbers.Length && IsNear(numbers[end - 1], numbers[end]) && numbers[end] - numbers[at] < most) end++;
                ReadOnlySpan<byte> block = _segments[segment].Read(first, numbers[end - 1] - numbers[at] + 1);
                for (int i = at; i < end; i++)
                {
                    ReadOnlySpan<byte> place = block.Slice((numbers[i] - numbers[at]) * _layout.Stride, _layout.Stride);
                    if (MemoryMarshal.Read<ulong>(place[_layout.Width..]) == RecordLayout.Checksum(keys[order[i]], place[.._layout.Width]))
                    {
                        place[.._layout.Width].CopyTo(records.Slice(order[i] * _layout.Width, _layout.Width));
                        found[order[i]] = true;
                        read++;
                    }
                    else
                    {
                        Drop(segment, numbers[i]);
                    }
                }

                at = end;
            }

            return read;
        }
    }

    /// <summary>Appends records; a key that was there leads to the new one.</summary>
    internal void Add(ReadOnlySpan<UInt128> keys, ReadOnlySpan<byte> records)
    {
        lock (_gate)
        {
            if (_writer is { } full && full.Bytes >= FullSegment) _writer = null;
            if (_writer is null)
            {
                FlushLast();
                _writer = Begin();
            }

            try
            {
                _writer.Append(keys, records);
            }
            catch
            {
                _writer = null; // it may hold records that the index does not know: what is added next goes to a segment of its own
                throw;
            }

            foreach (UInt128 key in keys) _index.Append(key);
            _unflushed += keys.Length;
            if (_unflushed >= MostUnflushed || _clock.GetElapsedTime(_flushedAt) >= MostUnflushedTime) FlushLast();
        }
    }

    /// <summary>Puts what was added onto the disk.</summary>
    internal void Flush()
    {
        lock (_gate) FlushLast();
    }

    public void Dispose()
    {
        foreach (RecordSegment segment in _segments) segment.Dispose();
    }

    /// <summary>The segments of a folder, oldest first.</summary>
    internal static string[] Segments(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*" + RecordSegment.Extension).Order(StringComparer.Ordinal)] : [];

    // The last segment is the one that was written to last.
    private void FlushLast()
    {
        if (_unflushed > 0) _segments[^1].Flush();
        _unflushed = 0;
        _flushedAt = _clock.GetTimestamp();
    }

    private RecordSegment Begin()
    {
        Directory.CreateDirectory(_folder);
        if (Segments(_folder) is [.., { } last]) _sequence = Math.Max(_sequence, Sequence(last));
        while (true)
        {
            _sequence++;
            string name = string.Create(CultureInfo.InvariantCulture, $"{_sequence:D6}-{Environment.ProcessId}{RecordSegment.Extension}");
            string path = Path.Combine(_folder, name);
            if (File.Exists(path)) continue;
            try
            {
                RecordSegment segment = RecordSegment.Create(path, _layout);
                Take(segment);
                return segment;
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another writer took the name in this moment.
            }
        }
    }

    private static int Sequence(string path) =>
        int.TryParse(Path.GetFileName(path).AsSpan(0, 6), NumberStyles.None, CultureInfo.InvariantCulture, out int sequence) ? sequence : 0;

    private void OpenSegments(Func<int, EarshotException> otherWidth)
    {
        List<string> foreign = [];
        List<string> newer = [];
        List<string> cut = [];
        HashSet<string> seen = [];
        int lost = 0;
        while (Segments(_folder).Where(seen.Add).ToArray() is { Length: > 0 } paths)
        {
            foreach (string path in paths) Open(path);
        }

        Damaged += lost;
        if (cut.Count > 0) _observer.Warned($"{Named(cut)} was cut short: {lost:N0} records at its end are lost", DamageHint);
        if (foreign.Count > 0) _observer.Warned($"{Named(foreign)} can't be read, or belongs elsewhere: ignored", "delete it");
        if (newer.Count > 0) _observer.Warned($"{Named(newer)} was written by a newer version of Earshot: ignored", "update this one");

        void Open(string path)
        {
            try
            {
                RecordSegment? segment = SegmentMerge.OpenShared(path, out RecordLayout? layout, out bool isNewer);
                if (segment is not null && layout!.Identity == _layout.Identity)
                {
                    Take(segment);
                    if (layout.Width != _layout.Width) throw otherWidth(layout.Width);
                    List<int> here = segment.ReadKeys(_index.Append);
                    if (here.Count > 0) cut.Add(path);
                    foreach (int record in here) segment.Forget(record);
                    lost += here.Count;
                    return;
                }

                segment?.Dispose();
                if (new FileInfo(path).Length == 0) return; // of a process that ended as it began
                if (isNewer) newer.Add(path);
                else foreign.Add(SetAside(path));
            }
            catch (FileNotFoundException)
            {
                // Another process has just merged it: the merged segment is in the next listing.
            }
        }
    }

    // Out of the way of the next opening, which would tell of it again; what is open elsewhere or can't be moved stays.
    private static string SetAside(string path)
    {
        string aside = path + DamagedSuffix;
        try
        {
            if (!SegmentMerge.IsClosed(path)) return path;
            File.Move(path, aside, overwrite: true);
            return aside;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    private static bool IsNear(int number, int next) => next - number <= NearRecords;

    private static string Named(List<string> paths) => paths.Count == 1 ? paths[0] : $"{paths[0]} (and {paths.Count - 1:N0} more)";

    private void Take(RecordSegment segment)
    {
        _segments.Add(segment);
        _firsts.Add(_index.Records);
    }

    private int SegmentOf(int number)
    {
        int at = CollectionsMarshal.AsSpan(_firsts).BinarySearch(number);
        if (at < 0) return ~at - 1;
        while (at + 1 < _firsts.Count && _firsts[at + 1] == number) at++; // segments without a record stand at the same number
        return at;
    }

    // By the numbers that were given: a segment that a fault ended may have room for more.
    private int EndOf(int segment) => segment + 1 < _firsts.Count ? _firsts[segment + 1] : _index.Records;

    private void Drop(int segment, int number)
    {
        _index.Forget(number);
        _segments[segment].Forget(number - _firsts[segment]);
        if (Damaged++ == 0) _observer.Warned($"{_segments[segment].Path} holds a damaged record: it is dropped", DamageHint);
    }
}
