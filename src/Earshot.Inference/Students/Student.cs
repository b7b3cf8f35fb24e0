using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Earshot.Core;
using Earshot.Inference.Tokenizing;

namespace Earshot.Inference.Students;

/// <summary>
/// A static student of all-MiniLM-L6-v2: a fixed vector for each token and for some pairs of adjacent tokens. A text is their sum
/// brought to unit length:
/// x = (T[101] + Σ T[id_j] + Σ B[id_(j−1), id_j]) / √(n + 1) and z = x / ‖x‖ over its first 254 WordPiece ids; a row that is
/// not in the table counts as zero. Immutable and shared by threads; each thread has a <see cref="StudentEncoder"/> of its own.
/// </summary>
public sealed unsafe class Student
{
    /// <summary>Numbers in a vector.</summary>
    public const int Dimensions = 384;

    /// <summary>Token ids of a text that are used; the rest of a longer text is ignored, as by the teacher.</summary>
    public const int LongestText = 254;

    internal const string GeneralFile = "student-general.safetensors";
    internal const string GeneralRevision = "f6828f2e3018";

    private const int Alignment = 64;
    private static readonly Lazy<Student> Shared = new(static () => new Student(EmbeddedFile.Bytes(GeneralFile), "student-general", GeneralRevision));

    private readonly sbyte[] _pinned;
    private readonly int[] _rowOfToken;

    private Student(ReadOnlySpan<byte> file, string name, string revision)
    {
        Name = name;
        Revision = revision;
        var tensors = new SafetensorsFile(file, name);
        ReadOnlySpan<ushort> ids = MemoryMarshal.Cast<byte, ushort>(tensors.Tensor("tokens.id", "U16", 2, null, out int tokens));
        ReadOnlySpan<Half> tokenScales = MemoryMarshal.Cast<byte, Half>(tensors.Tensor("tokens.scale", "F16", 2, null, out int tokenScaleRows));
        ReadOnlySpan<byte> tokenRows = tensors.Tensor("tokens.q", "U8", 1, Dimensions / 2, out int tokenRowCount);
        ReadOnlySpan<uint> keys = MemoryMarshal.Cast<byte, uint>(tensors.Tensor("bigrams.key", "U32", 4, null, out int bigrams));
        ReadOnlySpan<Half> bigramScales = MemoryMarshal.Cast<byte, Half>(tensors.Tensor("bigrams.scale", "F16", 2, null, out int bigramScaleRows));
        ReadOnlySpan<byte> bigramRows = tensors.Tensor("bigrams.q", "U8", 1, Dimensions / 2, out int bigramRowCount);
        if (tokenScaleRows != tokens || tokenRowCount != tokens || bigramScaleRows != bigrams || bigramRowCount != bigrams)
            throw SafetensorsFile.Fault(name, $"{tokens} token ids and {bigrams} pairs do not match the numbers of scales and rows");

        _rowOfToken = RowOfToken(ids, name);
        if (!IsAscending(keys)) throw SafetensorsFile.Fault(name, "bigrams.key is not ascending");
        TokenRowCount = tokens;
        RowCount = tokens + bigrams;
        Bigrams = new BigramTable(keys, firstRow: tokens);

        Scales = GC.AllocateUninitializedArray<float>(RowCount);
        ConvertScales(tokenScales, Scales.AsSpan(0, tokens), name);
        ConvertScales(bigramScales, Scales.AsSpan(tokens), name);

        _pinned = GC.AllocateUninitializedArray<sbyte>(checked((RowCount * Dimensions) + Alignment), pinned: true);
        Rows = (sbyte*)(((nuint)Unsafe.AsPointer(ref _pinned[0]) + Alignment - 1) & ~(nuint)(Alignment - 1));
        Unpack(tokenRows, Rows);
        Unpack(bigramRows, Rows + ((nint)tokens * Dimensions));
    }

    /// <summary>The student that ships with the program, fitted to general English and support texts; unpacked on first use (about 20 ms cold).</summary>
    public static Student General => Shared.Value;

    /// <summary>Name of the model, as stored beside embeddings.</summary>
    public string Name { get; }

    /// <summary>First 12 hexadecimal digits of the SHA-256 of the file: vectors of different revisions can't be compared.</summary>
    public string Revision { get; }

    /// <summary>Rows of tokens and of bigrams.</summary>
    internal int RowCount { get; }

    /// <summary>Rows of tokens: they stand first.</summary>
    internal int TokenRowCount { get; }

    /// <summary>Pairs of tokens that have a row.</summary>
    internal BigramTable Bigrams { get; }

    /// <summary>Scale of each row: value = scale × int8.</summary>
    internal float[] Scales { get; }

    /// <summary>RowCount × 384 values −8 … 7, on a 64-byte boundary; pinned as long as the student lives.</summary>
    internal sbyte* Rows { get; }

    /// <summary>Row of each token id, −1 where it has none.</summary>
    internal ReadOnlySpan<int> RowsOfTokens => _rowOfToken;

    /// <summary>Reads a student file (safetensors with four-bit rows; the layout stands in Models/README.md).</summary>
    /// <param name="file">The whole file; not needed afterwards.</param>
    /// <param name="name">What the student is called, also in faults.</param>
    /// <exception cref="EarshotException">The file is cut off or not a student.</exception>
    public static Student Read(ReadOnlySpan<byte> file, string name) =>
        new(file, name, Convert.ToHexStringLower(SHA256.HashData(file))[..12]);

    /// <summary>An encoder for one thread.</summary>
    public StudentEncoder CreateEncoder() => new(this);

    private static int[] RowOfToken(ReadOnlySpan<ushort> ids, string name)
    {
        var rows = new int[WordPieceTokenizer.VocabularySize];
        rows.AsSpan().Fill(-1);
        int last = -1;
        for (int row = 0; row < ids.Length; row++)
        {
            if (ids[row] <= last || ids[row] >= rows.Length)
                throw SafetensorsFile.Fault(name, $"token id {ids[row]} in row {row} is out of order or above {rows.Length - 1}");
            rows[last = ids[row]] = row;
        }

        if (rows[WordPieceTokenizer.ClassifyId] < 0) throw SafetensorsFile.Fault(name, "it has no row for token 101, the bias of every text");
        return rows;
    }

    private static bool IsAscending(ReadOnlySpan<uint> keys)
    {
        for (int i = 1; i < keys.Length; i++)
            if (keys[i] <= keys[i - 1]) return false;
        return true;
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
