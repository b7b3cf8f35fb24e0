using System.Runtime.CompilerServices;
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
    internal const string GeneralRevision = "7aea2add3246";

    private const int Alignment = 64;
    private static readonly Lazy<Student> Shared = new(static () => StudentFile.Read(EmbeddedFile.Bytes(GeneralFile), "student-general", GeneralRevision));

    private readonly sbyte[] _pinned;
    private readonly int[] _rowOfToken;

    /// <summary>A student whose rows and scales are yet to be written, by whoever makes it.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="revision">See <see cref="Revision"/>.</param>
    /// <param name="tokens">Token ids that have a row, ascending, 101 among them.</param>
    /// <param name="bigrams">Keys of bigrams that have a row, ascending.</param>
    /// <param name="fidelity">Predicts how near a vector is to the teacher's; null where that was not fitted.</param>
    internal Student(string name, string revision, ushort[] tokens, uint[] bigrams, StudentFidelity? fidelity = null)
    {
        (Name, Revision, Tokens, BigramKeys, Fidelity) = (name, revision, tokens, bigrams, fidelity);
        _rowOfToken = RowOfToken(tokens, name);
        if (!IsAscending(bigrams)) throw SafetensorsFile.Fault(name, "bigrams.key is not ascending");
        Bigrams = new BigramTable(bigrams, firstRow: tokens.Length);
        Scales = GC.AllocateUninitializedArray<float>(RowCount);
        _pinned = GC.AllocateUninitializedArray<sbyte>(checked((RowCount * Dimensions) + Alignment), pinned: true);
        Rows = (sbyte*)(((nuint)Unsafe.AsPointer(ref _pinned[0]) + Alignment - 1) & ~(nuint)(Alignment - 1));
    }

    /// <summary>The student that ships with the program, fitted to general English and support texts; unpacked on first use (about 20 ms cold).</summary>
    public static Student General => Shared.Value;

    /// <summary>Name of the model, as stored beside embeddings.</summary>
    public string Name { get; }

    /// <summary>First 12 hexadecimal digits of the SHA-256 of the file: vectors of different revisions can't be compared.</summary>
    public string Revision { get; }

    /// <summary>Whether encoders also predict how near a vector is to the teacher's: so it is with adapted students.</summary>
    public bool PredictsFidelity => Fidelity is not null;

    /// <summary>Rows of tokens and of bigrams.</summary>
    internal int RowCount => Tokens.Length + BigramKeys.Length;

    /// <summary>Rows of tokens: they stand first.</summary>
    internal int TokenRowCount => Tokens.Length;

    /// <summary>Token id of each of the first rows, ascending.</summary>
    internal ushort[] Tokens { get; }

    /// <summary>Key of each row after them, ascending.</summary>
    internal uint[] BigramKeys { get; }

    /// <summary>Predicts how near a vector is to the teacher's; null where that was not fitted.</summary>
    internal StudentFidelity? Fidelity { get; }

    /// <summary>Pairs of tokens that have a row.</summary>
    internal BigramTable Bigrams { get; }

    /// <summary>Scale of each row: value = scale × int8.</summary>
    internal float[] Scales { get; }

    /// <summary>RowCount × 384 values (−8 … 7 of a four-bit file, −127 … 127 otherwise), on a 64-byte boundary; pinned as long as the student lives.</summary>
    internal sbyte* Rows { get; }

    /// <summary>Row of each token id, −1 where it has none.</summary>
    internal ReadOnlySpan<int> RowsOfTokens => _rowOfToken;

    /// <summary>Reads a student file (safetensors with four-bit or int8 rows; the layouts stand in Models/README.md).</summary>
    /// <param name="file">The whole file; not needed afterwards.</param>
    /// <param name="name">What the student is called, also in faults.</param>
    /// <exception cref="EarshotException">The file is cut off or not a student.</exception>
    public static Student Read(ReadOnlySpan<byte> file, string name) =>
        StudentFile.Read(file, name, RevisionOf(file));

    /// <summary>An encoder for one thread.</summary>
    public StudentEncoder CreateEncoder() => new(this);

    /// <summary>First 12 hexadecimal digits of the SHA-256 of a file.</summary>
    internal static string RevisionOf(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file))[..12];

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
}
