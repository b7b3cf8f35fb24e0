using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Earshot.Numerics.Neighbors;

/// <summary>sum[i] + Σ query[4i + j] · row[4i + j] over j = 0 … 3, exact in 32 bits. Numbers of rows are −127 to 127: a product with a byte fits 16 bits.</summary>
internal interface IByteProductStep
{
    static abstract Vector256<int> Add(Vector256<int> sum, Vector256<byte> query, Vector256<sbyte> row);
}

/// <summary>One instruction (vpdpbusd).</summary>
internal readonly struct VnniStep : IByteProductStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> query, Vector256<sbyte> row) => AvxVnni.MultiplyWideningAndAdd(sum, query, row);
}

/// <summary>Even bytes and odd bytes apart, two products a lane and instruction (vpmaddwd).</summary>
internal readonly struct Avx2Step : IByteProductStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> query, Vector256<sbyte> row)
    {
        Vector256<short> even = (query.AsUInt16() & Vector256.Create((ushort)0xFF)).AsInt16(), odd = (query.AsUInt16() >>> 8).AsInt16();
        Vector256<short> evenRow = (row.AsInt16() << 8) >> 8, oddRow = row.AsInt16() >> 8;
        return sum + Avx2.MultiplyAddAdjacent(even, evenRow) + Avx2.MultiplyAddAdjacent(odd, oddRow);
    }
}

/// <summary>For every machine: even bytes and odd bytes apart, products in 16 bits.</summary>
internal readonly struct PortableStep : IByteProductStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> query, Vector256<sbyte> row)
    {
        Vector256<short> even = (query.AsUInt16() & Vector256.Create((ushort)0xFF)).AsInt16() * ((row.AsInt16() << 8) >> 8);
        Vector256<short> odd = (query.AsUInt16() >>> 8).AsInt16() * (row.AsInt16() >> 8);
        return sum + Halves(even) + Halves(odd);
    }

    private static Vector256<int> Halves(Vector256<short> products) => ((products.AsInt32() << 16) >> 16) + (products.AsInt32() >> 16);
}
