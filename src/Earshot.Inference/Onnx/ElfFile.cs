using System.Buffers.Binary;

namespace Earshot.Inference.Onnx;

/// <summary>Linux's loader ends the whole process by a signal (SIGBUS) where a library was cut off; so its length is checked first.</summary>
internal static class ElfFile
{
    private const int HeaderSize = 64;
    private const byte SixtyFourBits = 2;
    private const byte LittleEndian = 1;

    /// <summary>True for a 64-bit ELF file that ends before its table of sections does, which linkers put last; false for files of another kind.</summary>
    public static bool IsCutOff(string path)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        using FileStream file = File.OpenRead(path);
        int read = file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
        if (!header.StartsWith("\u007FELF"u8) || header[4] != SixtyFourBits || header[5] != LittleEndian) return false;
        if (read < HeaderSize) return true;
        ulong start = BinaryPrimitives.ReadUInt64LittleEndian(header[0x28..]);
        int entrySize = BinaryPrimitives.ReadUInt16LittleEndian(header[0x3A..]);
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(header[0x3C..]);
        return start + (ulong)(entrySize * entries) > (ulong)file.Length;
    }
}
