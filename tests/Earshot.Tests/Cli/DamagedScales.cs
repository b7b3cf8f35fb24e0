using Earshot.Core.Assets;
using Earshot.Core.Columns;

namespace Earshot.Tests.Cli;

/// <summary>Datasets in which the scale of one stored vector is NaN.</summary>
internal sealed class DamagedScales(IDatasetReader datasets) : IDatasetReader
{
    public IBatchReader Open(string asset, string partition, IReadOnlyList<ColumnSchema> columns) => new Reader(datasets.Open(asset, partition, columns));

    public IBatchReader OpenRange(string asset, string partition, IReadOnlyList<ColumnSchema> columns, TimeRange range) =>
        new Reader(datasets.OpenRange(asset, partition, columns, range));

    public IBatchReader OpenSideBySide(string partition, params ReadOnlySpan<(string Asset, IReadOnlyList<ColumnSchema> Columns)> parts) =>
        new Reader(datasets.OpenSideBySide(partition, parts));

    public byte[] ReadDocument(string asset, string partition) => datasets.ReadDocument(asset, partition);

    public Manifest Manifest(string asset, string partition) => datasets.Manifest(asset, partition);

    private sealed class Reader(IBatchReader inner) : IBatchReader
    {
        public bool Read(ColumnBatch batch, int rows)
        {
            ColumnBatch read = new(batch.Schema);
            if (!inner.Read(read, rows)) return false;
            for (int row = 0; row < read.Count; row++) batch.AppendRow(read, row);
            int scale = batch.Schema.ToList().FindIndex(column => column.Name == "scale");
            ValueColumn<float> scales = batch.Float32(scale);
            float[] values = scales.Values.ToArray();
            values[^1] = float.NaN;
            scales.Clear();
            values.CopyTo(scales.AppendRoom(values.Length));
            return true;
        }

        public void Dispose() => inner.Dispose();
    }
}
