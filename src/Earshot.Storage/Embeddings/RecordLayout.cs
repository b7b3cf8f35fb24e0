using System.Buffers.Binary;
using System.Text;
using Earshot.Core;

namespace Earshot.Storage.Embeddings;

/// <summary>What the records of a <see cref="RecordStore"/> hold, and where they stand in its files.</summary>
/// <param name="Identity">Whose records they are; a file with another is not read. At most 4,000 bytes of UTF-8.</param>
/// <param name="Width">Bytes a record, besides its key and checksum.</param>
/// <remarks>
/// A segment is a header of 4 KiB and pages of 1,024 records: first the keys of the page, then its records with a checksum each. So the keys, which is
/// all that opening needs, are read without the records, and every place follows from a number: damage in one record is damage in no other. A key of
/// zero is a record that is not there. Numbers are little-endian.
/// </remarks>
internal sealed record RecordLayout(string Identity, int Width)
{
    internal const int HeaderBytes = 4096;
    internal const int PageRecords = 1024;
    internal const int KeyBytes = 16;
    internal const int ChecksumBytes = 8;

    private const ulong Magic = 0x5352_5448_5352_4145; // "EARSHTRS"
    private const int Format = 1;
    private const int IdentityAt = 24;

    /// <summary>Bytes from a record to the next.</summary>
    internal int Stride => Width + ChecksumBytes;

    private long PageBytes => (long)PageRecords * (KeyBytes + Stride);

    internal long KeyAt(int record) => HeaderBytes + (record / PageRecords * PageBytes) + (record % PageRecords * KeyBytes);

    internal long RecordAt(int record) =>
        HeaderBytes + (record / PageRecords * PageBytes) + (PageRecords * KeyBytes) + ((long)(record % PageRecords) * Stride);

    /// <summary>The checksum that follows a record; it covers the key too.</summary>
    internal static ulong Checksum(UInt128 key, ReadOnlySpan<byte> record) => StableHash.Of(record, (ulong)key ^ (ulong)(key >> 64));

    internal byte[] Header()
    {
        byte[] header = new byte[HeaderBytes];
        byte[] identity = Encoding.UTF8.GetBytes(Identity);
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Format);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), Width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), identity.Length);
        identity.CopyTo(header, IdentityAt);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(HeaderBytes - 8), StableHash.Of(header.AsSpan(0, HeaderBytes - 8)));
        return header;
    }

    /// <summary>Reads a header; null where it is not one of this version.</summary>
    internal static RecordLayout? Parse(ReadOnlySpan<byte> header, out bool isNewer)
    {
        isNewer = false;
        if (header.Length < HeaderBytes || BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic) return null;
        int format = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        isNewer = format > Format;
        if (format != Format || BinaryPrimitives.ReadUInt64LittleEndian(header[(HeaderBytes - 8)..]) != StableHash.Of(header[..(HeaderBytes - 8)])) return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        return new RecordLayout(Encoding.UTF8.GetString(header.Slice(IdentityAt, length)), BinaryPrimitives.ReadInt32LittleEndian(header[12..]));
    }
}
