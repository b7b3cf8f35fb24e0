using Earshot.Core.Synthetic;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Sources;

/// <summary>Registers synthetic tickets as a source: nothing is stored but what they are made from.</summary>
public static class SyntheticSource
{
    private const string Name = "synthetic";

    /// <summary>Registers them in place of those before.</summary>
    public static void Register(Workspace workspace, SyntheticOptions options)
    {
        SyntheticTickets tickets = new(options);
        List<int> taken = [.. SourceCatalog.Read(workspace).Where(s => s.Name != Name).SelectMany(s => s.Parts).Select(p => SourceCatalog.PartitionNumber(p.Partition))];
        int first = taken.Count == 0 ? 0 : taken.Max() + 1;
        SourceCatalog.Write(workspace, new SourceRecord
        {
            Name = Name,
            Parts = [.. Enumerable.Range(0, options.Partitions).Select(p => new SourcePart("", SourceCatalog.PartitionName(first + p), tickets.RowsOf(p).Rows, ""))],
            Synthetic = new SyntheticRecord(options.Tickets, options.Partitions, options.Seed, options.AsOf, options.Incidents),
        });
    }

    /// <summary>The record as the generator takes it.</summary>
    internal static SyntheticOptions ToOptions(this SyntheticRecord record) => new()
    {
        Tickets = record.Tickets,
        Partitions = record.Partitions,
        Seed = record.Seed,
        AsOf = record.AsOf,
        Incidents = record.Incidents,
    };
}
