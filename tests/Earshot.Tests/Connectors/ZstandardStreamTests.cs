using System.Text;
using Earshot.Connectors.Zstandard;
using Earshot.Storage.DuckDb;

namespace Earshot.Tests.Connectors;

public sealed class ZstandardStreamTests
{
    [Theory]
    [InlineData("'ticket ' || i || ' card not working since ' || (i * 7919 % 1000) || ' days, ' || md5(i::VARCHAR)", 20_000)]
    [InlineData("'the same line again and again'", 50_000)]
    [InlineData("md5(i::VARCHAR) || md5((i + 1)::VARCHAR)", 30_000)]
    [InlineData("repeat(chr((65 + i % 26)::INTEGER), (i % 300)::INTEGER)", 20_000)]
    [InlineData("'x'", 1)]
    public void What_DuckDB_compresses_comes_out_as_it_went_in(string line, int rows)
    {
        using TemporaryFolder folder = new();
        using DuckDbDatabase database = new();
        using DuckDbConnection connection = database.Connect();
        string query = $"SELECT {line} AS line FROM range({rows}) t(i)";
        connection.Execute($"COPY ({query}) TO '{folder.At("plain.csv")}' (FORMAT csv, HEADER false)");
        connection.Execute($"COPY ({query}) TO '{folder.At("small.csv.zst")}' (FORMAT csv, HEADER false, COMPRESSION zstd)");

        using MemoryStream read = new();
        using (ZstandardStream stream = new(File.OpenRead(folder.At("small.csv.zst")))) stream.CopyTo(read);

        Assert.Equal(File.ReadAllBytes(folder.At("plain.csv")), read.ToArray());
    }

    [Fact]
    public void A_file_cut_short_or_damaged_is_told_and_never_hangs()
    {
        using TemporaryFolder folder = new();
        using (DuckDbDatabase database = new())
        using (DuckDbConnection connection = database.Connect())
            connection.Execute($"COPY (SELECT 'ticket ' || i || md5(i::VARCHAR) FROM range(5000) t(i)) TO '{folder.At("x.zst")}' (FORMAT csv, COMPRESSION zstd)");
        byte[] whole = File.ReadAllBytes(folder.At("x.zst"));

        Assert.Throws<EndOfStreamException>(() => Decompress(whole.AsSpan(0, whole.Length / 2)));
        Assert.Throws<InvalidDataException>(() => Decompress(Encoding.UTF8.GetBytes("ticket_id,message_text\n1,hello")));
        for (int at = 4; at < whole.Length; at += 97)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x55;
            Exception? fault = Record.Exception(() => Decompress(damaged));
            Assert.True(fault is null or InvalidDataException or EndOfStreamException, $"byte {at}: {fault}");
        }
    }

    private static long Decompress(ReadOnlySpan<byte> bytes)
    {
        using ZstandardStream stream = new(new MemoryStream(bytes.ToArray()));
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer)) total += read;
        return total;
    }
}
