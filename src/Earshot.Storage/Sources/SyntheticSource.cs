using Earshot.Core.Synthetic;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Sources;

/// <summary>Registers synthetic tickets as a source: nothing is stored but what they are made from.</summary>
public static class SyntheticSource
{
    internal const string Name = "synthetic";

    /// <summary>Registers them in place of those before.</summary>
    public static void Register(Workspace workspace, SyntheticOptions options)
    {
        SyntheticTickets tickets = new(options);
        IReadOnlyList<SourceRecord> sources = SourceCatalog.Read(workspace, replaced: Name);
        if (sources.FirstOrDefault(s => s.Name == Name) is { Synthetic: { } before } same && before == options.ToRecord() && same.Parts.Count > 0) return;
        List<int> taken = [.. sources.Where(s => s.Name != Name).SelectMany(s => s.Parts).Select(p => SourceCatalog.PartitionNumber(p.Partition))];
        int first = taken.Count == 0 ? 0 : taken.Max() + 1;
        SourceCatalog.Write(workspace, new SourceRecord
        {
            Name = Name,
            Parts = [.. Enumerable.Range(0, options.Partitions)
                .Select(p => new SourcePart("", SourceCatalog.PartitionName(first + p), tickets.RowsOf(p).Rows, ""))],
            Synthetic = options.ToRecord(),
        });
    }

    private static SyntheticRecord ToRecord(this SyntheticOptions options) =>
        new(options.Tickets, options.Partitions, options.Seed, options.AsOf, options.Incidents);

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
