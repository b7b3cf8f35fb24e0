using System.Runtime.InteropServices;
using Earshot.Core;
using Earshot.Core.Runs;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Embeddings;

/// <summary>
/// Which tickets a model has embedded, of which text and when, <c>cache/embedded/MODEL/</c> of a workspace: so that a run can pass over them without
/// reading what they say. Any number of processes may use it. Safe to use from several threads.
/// </summary>
public sealed class EmbeddedTickets : IDisposable
{
    private const int BlockRows = 4096;

    private readonly RecordStore _records;
    private readonly TimeProvider _clock;

    private EmbeddedTickets(RecordStore records, TimeProvider clock)
    {
        _records = records;
        _clock = clock;
    }

    /// <summary>Tickets that were embedded.</summary>
    internal int Count => _records.Count;

    /// <summary>Opens the record of a model; nothing is written before a ticket is added.</summary>
    /// <param name="clock">Gives the time that tickets are recorded with.</param>
    /// <param name="observer">Hears of files that can't be read, once.</param>
    public static EmbeddedTickets Open(Workspace workspace, string model, TimeProvider clock, IRunObserver observer) =>
        Open(workspace.At("cache", "embedded"), model, clock, observer);

    internal static EmbeddedTickets Open(string folder, string model, TimeProvider clock, IRunObserver observer)
    {
        string identity = VectorCache.Identity("tickets", model);
        string own = Path.Combine(folder, VectorCache.FolderName(identity, model));
        RecordStore records = RecordStore.Open(own, new RecordLayout(identity, Marshal.SizeOf<Entry>()), clock, observer, width => new EarshotException(
            $"{own} has records of {width} bytes, this version writes {Marshal.SizeOf<Entry>()}", "delete that folder"));
        return new EmbeddedTickets(records, clock);
    }

    /// <summary>
    /// Records tickets as embedded now; those that are recorded with the same text stay as they are. Call it once their vectors are where they are to stay.
    /// </summary>
    /// <param name="textHashes">Of their clean texts: the column <c>text_hash</c> of <c>embeddings</c>.</param>
    /// <exception cref="IOException">The disk takes no more; what was recorded before stays.</exception>
    public void Add(ReadOnlySpan<long> ticketIds, ReadOnlySpan<long> textHashes)
    {
        long now = _clock.GetUtcNow().UtcTicks;
        int block = Math.Min(BlockRows, ticketIds.Length);
        bool[] known = new bool[block];
        UInt128[] keys = new UInt128[block];
        Entry[] entries = new Entry[block];
        for (int first = 0; first < ticketIds.Length; first += block)
        {
            int count = Math.Min(block, ticketIds.Length - first);
            WhichAreEmbedded(ticketIds.Slice(first, count), textHashes.Slice(first, count), known);
            int added = 0;
            for (int i = first; i < first + count; i++)
                if (!known[i - first]) (keys[added], entries[added++]) = (Key(ticketIds[i]), new Entry(textHashes[i], now));
            if (added > 0) _records.Add(keys.AsSpan(0, added), MemoryMarshal.AsBytes(entries.AsSpan(0, added)));
        }
    }

    /// <summary>Says of each ticket whether it was embedded with the text that it has.</summary>
    public void WhichAreEmbedded(ReadOnlySpan<long> ticketIds, ReadOnlySpan<long> textHashes, Span<bool> embedded)
    {
        Entry[] entries = new Entry[Math.Min(BlockRows, ticketIds.Length)];
        for (int first = 0; first < ticketIds.Length; first += BlockRows)
        {
            int count = Math.Min(BlockRows, ticketIds.Length - first);
            _records.Read(Keys(ticketIds.Slice(first, count)), MemoryMarshal.AsBytes(entries.AsSpan(0, count)), embedded.Slice(first, count));
            for (int i = 0; i < count; i++) embedded[first + i] &= entries[i].TextHash == textHashes[first + i];
        }
    }

    /// <summary>When a ticket was first embedded with the text that it had last; null where it never was.</summary>
    internal DateTimeOffset? EmbeddedAt(long ticketId)
    {
        Entry entry = default;
        Span<bool> found = [false];
        _records.Read([Key(ticketId)], MemoryMarshal.AsBytes(new Span<Entry>(ref entry)), found);
        return found[0] ? new DateTimeOffset(entry.At, TimeSpan.Zero) : null;
    }

    /// <summary>Puts what was added onto the disk; it happens by itself every few seconds.</summary>
    public void Flush() => _records.Flush();

    public void Dispose() => _records.Dispose();

    private static UInt128[] Keys(ReadOnlySpan<long> ticketIds)
    {
        UInt128[] keys = new UInt128[ticketIds.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = Key(ticketIds[i]);
        return keys;
    }

    // The high half is never zero, so no ticket has the key that stands for none.
    private static UInt128 Key(long ticketId) => new(1, (ulong)ticketId);

    [StructLayout(LayoutKind.Sequential, Pack = 8)]
    private readonly record struct Entry(long TextHash, long At);
}
