using System.Runtime.InteropServices;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Core.Embeddings;

/// <summary>Partitions of <c>embeddings</c> in memory: random vectors, some of them equal, some zero.</summary>
internal sealed class StoredVectors : IDatasetReader
{
    internal const int Dimensions = 24;

    private readonly Dictionary<string, (long Id, long Hash, float[] Vector)[]> _partitions = [];

    internal StoredVectors(int partitions, int rows)
    {
        SplitMix64 random = new(5);
        for (int p = 0; p < partitions; p++)
        {
            var content = new (long Id, long Hash, float[] Vector)[rows];
            for (int row = 0; row < rows; row++)
            {
                int text = random.NextInt32(rows * 2);
                content[row] = ((row * (long)partitions) + p, text, text == 0 || row == 3 ? new float[Dimensions] : Vector(text));
            }

            _partitions[$"partition_{p:D2}"] = content;
        }
    }

    internal IReadOnlyList<string> Partitions => [.. _partitions.Keys];

    internal IEnumerable<(long Id, long Hash, float[] Vector)> Rows => _partitions.Values.SelectMany(rows => rows);

    internal IEnumerable<(long Id, long Hash, float[] Vector)> RowsOf(string partition) => _partitions[partition];

    /// <summary>The vector of a text, as it comes out of eight bits a number.</summary>
    internal static float[] Vector(int text)
    {
        SplitMix64 random = new((ulong)text);
        float[] vector = new float[Dimensions];
        for (int i = 0; i < Dimensions; i++) vector[i] = (float)random.NextGaussian();
        float norm = VectorKernels.Norm(vector);
        for (int i = 0; i < Dimensions; i++) vector[i] /= norm;
        sbyte[] numbers = new sbyte[Dimensions];
        Int8Quantization.Dequantize(numbers, Int8Quantization.Quantize(vector, numbers), vector);
        return vector;
    }

    public IBatchReader Open(string asset, string partition, IReadOnlyList<ColumnSchema> columns) => new Reader(_partitions[partition], columns);

    public IBatchReader OpenSideBySide(string partition, params ReadOnlySpan<(string Asset, IReadOnlyList<ColumnSchema> Columns)> parts) => throw new NotSupportedException();

    public IBatchReader OpenRange(string asset, string partition, IReadOnlyList<ColumnSchema> columns, TimeRange range) => throw new NotSupportedException();

    public byte[] ReadDocument(string asset, string partition) => throw new NotSupportedException();

    public Manifest Manifest(string asset, string partition) => new()
    {
        Asset = asset,
        Partition = partition,
        Version = 1,
        Options = new Dictionary<string, string>(),
        Inputs = new Dictionary<string, string>(),
        Rows = _partitions[partition].Length,
        Bytes = 1,
        ContentHash = "",
        Run = "",
        BuiltAt = default,
        Seconds = 0,
    };

    private sealed class Reader((long Id, long Hash, float[] Vector)[] rows, IReadOnlyList<ColumnSchema> columns) : IBatchReader
    {
        private int _next;

        public bool Read(ColumnBatch batch, int count)
        {
            int before = _next;
            sbyte[] numbers = new sbyte[Dimensions];
            for (; _next < rows.Length && batch.Count < Math.Min(count, 100); _next++)
            {
                float scale = Int8Quantization.Quantize(rows[_next].Vector, numbers);
                for (int c = 0; c < columns.Count; c++)
                {
                    switch (columns[c].Name)
                    {
                        case "ticket_id": batch.Int64(c).Append(rows[_next].Id); break;
                        case "text_hash": batch.Int64(c).Append(rows[_next].Hash); break;
                        case "scale": batch.Float32(c).Append(scale); break;
                        default: batch.Bytes(c).Append(MemoryMarshal.AsBytes(numbers.AsSpan())); break;
                    }
                }
            }

            return _next > before;
        }

        public void Dispose()
        {
        }
    }
}
