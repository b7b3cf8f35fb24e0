using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earshot.Inference.Students;

/// <summary>Reads student files of both kinds: general ones with four-bit rows, here, and adapted ones (<see cref="AdaptedStudentFile"/>).</summary>
internal static unsafe class StudentFile
{
    private const int Dimensions = Student.Dimensions;

    /// <summary>The student of a file of either kind.</summary>
    /// <exception cref="Core.EarshotException">The file is cut off or not a student.</exception>
    public static Student Read(ReadOnlySpan<byte> file, string name, string revision)
    {
        var tensors = new SafetensorsFile(file, name);
        return tensors.Has(AdaptedStudentFile.TokenCounts) ? AdaptedStudentFile.Read(tensors, name, revision) : ReadFourBit(tensors, name, revision);
    }

    /// <summary>Ids and keys of a file with as many scales and rows, or a fault.</summary>
    public static void ThrowUnlessEqual(string name, int tokens, int bigrams, ReadOnlySpan<int> alsoTokens, ReadOnlySpan<int> alsoBigrams)
    {
        if (alsoTokens.ContainsAnyExcept(tokens) || alsoBigrams.ContainsAnyExcept(bigrams))
            throw SafetensorsFile.Fault(name, $"{tokens} token ids and {bigrams} pairs do not match the numbers of scales and rows");
    }

    private static Student ReadFourBit(SafetensorsFile tensors, string name, string revision)
    {
        ReadOnlySpan<byte> ids = tensors.Tensor("tokens.id", "U16", 2, null, out int tokens);
        ReadOnlySpan<byte> tokenScales = tensors.Tensor("tokens.scale", "F16", 2, null, out int tokenScaleCount);
        ReadOnlySpan<byte> tokenRows = tensors.Tensor("tokens.q", "U8", 1, Dimensions / 2, out int tokenRowCount);
        ReadOnlySpan<byte> keys = tensors.Tensor("bigrams.key", "U32", 4, null, out int bigrams);
        ReadOnlySpan<byte> bigramScales = tensors.Tensor("bigrams.scale", "F16", 2, null, out int bigramScaleCount);
        ReadOnlySpan<byte> bigramRows = tensors.Tensor("bigrams.q", "U8", 1, Dimensions / 2, out int bigramRowCount);
        ThrowUnlessEqual(name, tokens, bigrams, [tokenScaleCount, tokenRowCount], [bigramScaleCount, bigramRowCount]);

        Student student = new(name, revision, MemoryMarshal.Cast<byte, ushort>(ids).ToArray(), MemoryMarshal.Cast<byte, uint>(keys).ToArray());
        ConvertScales(MemoryMarshal.Cast<byte, Half>(tokenScales), student.Scales.AsSpan(0, tokens), name);
        ConvertScales(MemoryMarshal.Cast<byte, Half>(bigramScales), student.Scales.AsSpan(tokens), name);
        Unpack(tokenRows, student.Rows);
        Unpack(bigramRows, student.Rows + ((nint)tokens * Dimensions));
        return student;
    }

    private static void ConvertScales(ReadOnlySpan<Half> from, Span<float> to, string name)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = (float)from[i];
            if (!float.IsFinite(to[i])) throw SafetensorsFile.Fault(name, $"scale {i} is {to[i]}");
        }
    }

    /// <summary>Two dimensions a byte, low nibble first, to int8 values nibble − 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs for long before tiering would get to it
    private static void Unpack(ReadOnlySpan<byte> packed, sbyte* rows)
    {
        for (int i = 0; i < packed.Length; i += 16)
        {
            Vector128<byte> bytes = Vector128.Create(packed.Slice(i, 16));
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
            Spread(low).Store(rows + (2 * i));
            Spread(high).Store(rows + (2 * i) + 16);
        }

        static Vector128<sbyte> Spread(Vector128<ushort> pairs) =>
            ((pairs | (pairs << 4)) & Vector128.Create((ushort)0x0F0F)).AsSByte() - Vector128.Create((sbyte)8);
    }
}
