using System.Buffers.Binary;

namespace Earshot.Core;

/// <summary>
/// A 64-bit hash of bytes that is the same on every machine and in every version, for ticket ids and duplicates. Not for secrets: it has no key.
/// Eight bytes a step are folded by 64 × 64 → 128-bit multiplication (the mixing step of wyhash, Wang Yi 2019).
/// </summary>
public static class StableHash
{
    private const ulong P0 = 0xA0761D6478BD642F;
    private const ulong P1 = 0xE7037ED1A0B428DB;

    /// <summary>The hash of <paramref name="bytes"/>; <paramref name="seed"/> gives independent families.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        ulong hash = seed ^ P0;
        int length = bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), P1);
            bytes = bytes[8..];
        }

        ulong tail = 0;
        for (int i = 0; i < bytes.Length; i++) tail |= (ulong)bytes[i] << (8 * i);
        return Fold(Fold(hash ^ tail, P0) ^ (ulong)length, P1);
    }

    /// <summary>The hash as a ticket id: 63 bits, never negative.</summary>
    public static long Id(ReadOnlySpan<byte> bytes, ulong seed = 0) => (long)(Of(bytes, seed) >> 1);

    private static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
