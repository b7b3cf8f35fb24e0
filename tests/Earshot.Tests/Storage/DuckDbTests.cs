using Earshot.Core.Columns;
using Earshot.Storage.DuckDb;

namespace Earshot.Tests.Storage;

public sealed class DuckDbTests
{
    private static readonly IReadOnlyList<ColumnSchema> Schema =
    [
        new("id", ColumnType.Int64),
        new("small", ColumnType.Int32),
        new("weight", ColumnType.Float32),
        new("text", ColumnType.Text),
        new("raw", ColumnType.Bytes),
        new("vector", ColumnType.FloatArray, 3),
        new("written", ColumnType.Timestamp),
        new("known", ColumnType.Boolean),
    ];

    [Fact]
    public void Rows_of_every_type_survive_the_way_to_Parquet_and_back_with_their_nulls()
    {
        using TemporaryFolder folder = new();
        using DuckDbDatabase database = new();
        using DuckDbConnection connection = database.Connect();
        ColumnBatch batch = Rows(5_000);
        connection.Execute($"CREATE TABLE t ({string.Join(", ", Schema.Select(c => $"{c.Name} {DuckDbAppender.SqlType(c)}"))})");
        using (DuckDbAppender appender = connection.Append("t", Schema))
        {
            appender.Append(batch);
            appender.Close();
        }

        connection.Execute($"COPY t TO '{folder.At("t.parquet")}' (FORMAT parquet)");
        ColumnBatch read = new(Schema);
        using (DuckDbResult result = connection.Query($"SELECT * REPLACE (vector::FLOAT[3] AS vector) FROM '{folder.At("t.parquet")}'"))
        {
            while (result.ReadInto(read, int.MaxValue))
            {
            }
        }

        Assert.Equal(batch.Count, read.Count);
        Assert.Equal(batch.Int64(0).Values, read.Int64(0).Values);
        Assert.Equal(batch.FloatArray(5).Values, read.FloatArray(5).Values);
        for (int row = 0; row < read.Count; row++)
        {
            Assert.Equal(batch.Int32(1).IsNull(row), read.Int32(1).IsNull(row));
            Assert.Equal(batch.Bytes(3).IsNull(row), read.Bytes(3).IsNull(row));
            Assert.Equal(batch.Bytes(3)[row], read.Bytes(3)[row]);
            Assert.Equal(batch.Bytes(4)[row], read.Bytes(4)[row]);
            Assert.Equal(batch.Int64(6)[row], read.Int64(6)[row]);
            Assert.Equal((batch[7].IsNull(row), batch.Boolean(7)[row]), (read[7].IsNull(row), read.Boolean(7)[row]));
        }
    }

    [Fact]
    public void A_refused_statement_tells_in_DuckDBs_words_why()
    {
        using DuckDbDatabase database = new();
        using DuckDbConnection connection = database.Connect();

        DuckDbException fault = Assert.Throws<DuckDbException>(() => connection.Execute("SELECT nothing FROM nowhere"));

        Assert.StartsWith("Catalog Error: Table with name nowhere does not exist!", fault.Message);
        Assert.Throws<DuckDbException>(() => connection.Query("SELECT 1 +"));
        Assert.Throws<DuckDbException>(() => connection.Append("nowhere", Schema));
    }

    [Fact]
    public void A_fault_in_the_middle_of_a_stream_is_thrown_not_swallowed()
    {
        using DuckDbDatabase database = new();
        using DuckDbConnection connection = database.Connect();
        ColumnBatch batch = new([new ColumnSchema("x", ColumnType.Int32)]);

        Assert.Throws<DuckDbException>(() =>
        {
            using DuckDbResult result = connection.Query("SELECT CASE WHEN i < 100000 THEN 1 ELSE error('row ' || i) END::INTEGER FROM range(200000) t(i)");
            while (result.ReadInto(batch, 4096)) batch.Clear();
        });
    }

    [Fact]
    public void A_long_query_stops_when_it_is_cancelled()
    {
        using DuckDbDatabase database = new();
        using DuckDbConnection connection = database.Connect();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(100));

        Assert.Throws<OperationCanceledException>(() => connection.Execute("SELECT count(*) FROM range(100000000000) a(i) WHERE hash(i) = 1", stop.Token));
        Assert.Equal("1", connection.Scalar("SELECT '1'"));
    }

    private static ColumnBatch Rows(int count)
    {
        ColumnBatch batch = new(Schema);
        for (int i = 0; i < count; i++)
        {
            batch.Int64(0).Append(i);
            if (i % 7 == 0) batch.Int32(1).AppendNull();
            else batch.Int32(1).Append(-i);
            batch.Float32(2).Append(i / 3f);
            if (i % 3 == 0) batch.Bytes(3).AppendNull();
            else batch.Bytes(3).Append($"row {i} — ünïcode {new string('x', i % 40)}".AsSpan());
            batch.Bytes(4).Append([(byte)i, 0, 255, .. new byte[i % 20]]);
            Span<float> vector = batch.FloatArray(5).AppendRoom();
            vector[0] = i;
            vector[1] = -i;
            vector[2] = 0.5f;
            batch.Int64(6).Append(1_700_000_000_000_000 + i);
            if (i % 5 == 0) batch[7].AppendNull();
            else batch.Boolean(7).Append(i % 2 == 0);
        }

        return batch;
    }
}
