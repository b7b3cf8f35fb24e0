using System.Buffers.Binary;
using System.IO.Compression;

namespace Earshot.Core.Reports.Pictures;

/// <summary>Portable Network Graphics, third edition (W3C 2025): truecolour, 8 bits a channel, one IDAT chunk.</summary>
internal static class PngEncoder
{
    private const int PixelsPerMetre = 5669; // 144 dpi, so that a picture of two pixels a unit is shown at its size
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <summary>Writes a picture of <paramref name="width"/> pixels a row, three bytes each.</summary>
    public static void Write(Stream stream, int width, ReadOnlySpan<byte> pixels)
    {
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], pixels.Length / 3 / width);
        header[8] = 8;
        header[9] = 2;
        WriteChunk(stream, "IHDR"u8, header[..13]);
        WriteChunk(stream, "sRGB"u8, [0]);
        Span<byte> density = stackalloc byte[9];
        BinaryPrimitives.WriteInt32BigEndian(density, PixelsPerMetre);
        BinaryPrimitives.WriteInt32BigEndian(density[4..], PixelsPerMetre);
        density[8] = 1;
        WriteChunk(stream, "pHYs"u8, density);
        WriteChunk(stream, "IDAT"u8, Compress(width * 3, pixels));
        WriteChunk(stream, "IEND"u8, []);
    }

    /// <summary>CRC-32 of the chunk's type and content (ISO 3309), as PNG wants it.</summary>
    public static uint Crc(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in type) crc = CrcTable[(crc ^ value) & 255] ^ crc >> 8;
        foreach (byte value in content) crc = CrcTable[(crc ^ value) & 255] ^ crc >> 8;
        return ~crc;
    }

    /// <summary>Every row as its difference to the row above (filter 2): flat pictures become runs of zeros.</summary>
    private static ReadOnlySpan<byte> Compress(int rowLength, ReadOnlySpan<byte> pixels)
    {
        MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] row = new byte[rowLength + 1];
            row[0] = 2;
            for (int start = 0; start < pixels.Length; start += rowLength)
            {
                ReadOnlySpan<byte> current = pixels.Slice(start, rowLength);
                if (start == 0) current.CopyTo(row.AsSpan(1));
                else
                {
                    ReadOnlySpan<byte> above = pixels.Slice(start - rowLength, rowLength);
                    for (int i = 0; i < rowLength; i++) row[i + 1] = (byte)(current[i] - above[i]);
                }

                zlib.Write(row);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(type, content));
        stream.Write(number);
    }

    private static uint CrcOf(int value)
    {
        uint crc = (uint)value;
        for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
        return crc;
    }
}
