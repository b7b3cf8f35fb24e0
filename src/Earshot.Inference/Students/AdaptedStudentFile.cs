using System.Runtime.InteropServices;
using System.Text.Json;
using Earshot.Core;
using Earshot.Inference.Tokenizing;

namespace Earshot.Inference.Students;

/// <summary>
/// The file of an adapted student: safetensors with int8 rows, what predicts its fidelity, and its report; the layout stands in Models/README.md.
/// </summary>
internal static unsafe class AdaptedStudentFile
{
    /// <summary>The tensor that tells an adapted student from a general one.</summary>
    public const string TokenCounts = "tokens.count";

    private const int Dimensions = Student.Dimensions;
    private const string ReportKey = "report";

    /// <summary>The file; the same arguments give the same bytes.</summary>
    public static byte[] Write(Student student, StudentFidelity fidelity, AdaptedStudentReport report)
    {
        int tokens = student.TokenRowCount, bigrams = student.BigramKeys.Length;
        ReadOnlySpan<sbyte> rows = new(student.Rows, student.RowCount * Dimensions);
        SafetensorsWriter tensors = new(
            ("format", "earshot adapted student 1"), (ReportKey, JsonSerializer.Serialize(report, AdaptedStudentJson.Default.AdaptedStudentReport)));
        tensors.Add("bigrams.key", "U32", MemoryMarshal.AsBytes<uint>(student.BigramKeys), bigrams);
        tensors.Add("bigrams.scale", "F32", MemoryMarshal.AsBytes(student.Scales.AsSpan(tokens)), bigrams);
        tensors.Add("mean", "F32", MemoryMarshal.AsBytes<float>(fidelity.Mean), Dimensions);
        tensors.Add(TokenCounts, "U32", MemoryMarshal.AsBytes<uint>(fidelity.Counts), tokens);
        tensors.Add("tokens.scale", "F32", MemoryMarshal.AsBytes(student.Scales.AsSpan(0, tokens)), tokens);
        tensors.Add("tokens.id", "U16", MemoryMarshal.AsBytes<ushort>(student.Tokens), tokens);
        tensors.Add("bigrams.q", "I8", MemoryMarshal.AsBytes(rows[(tokens * Dimensions)..]), bigrams, Dimensions);
        tensors.Add("tokens.q", "I8", MemoryMarshal.AsBytes(rows[..(tokens * Dimensions)]), tokens, Dimensions);
        GC.KeepAlive(student);
        return tensors.ToFile();
    }

    /// <summary>The student of a file.</summary>
    /// <exception cref="EarshotException">The file is cut off or not an adapted student.</exception>
    public static Student Read(SafetensorsFile tensors, string name, string revision)
    {
        ReadOnlySpan<byte> ids = tensors.Tensor("tokens.id", "U16", 2, null, out int tokens);
        ReadOnlySpan<byte> tokenScales = tensors.Tensor("tokens.scale", "F32", 4, null, out int tokenScaleCount);
        ReadOnlySpan<byte> tokenRows = tensors.Tensor("tokens.q", "I8", 1, Dimensions, out int tokenRowCount);
        ReadOnlySpan<byte> counts = tensors.Tensor(TokenCounts, "U32", 4, null, out int countCount);
        ReadOnlySpan<byte> keys = tensors.Tensor("bigrams.key", "U32", 4, null, out int bigrams);
        ReadOnlySpan<byte> bigramScales = tensors.Tensor("bigrams.scale", "F32", 4, null, out int bigramScaleCount);
        ReadOnlySpan<byte> bigramRows = tensors.Tensor("bigrams.q", "I8", 1, Dimensions, out int bigramRowCount);
        ReadOnlySpan<byte> mean = tensors.Tensor("mean", "F32", 4, null, out int meanCount);
        StudentFile.ThrowUnlessEqual(name, tokens, bigrams, [tokenScaleCount, tokenRowCount, countCount], [bigramScaleCount, bigramRowCount]);
        if (meanCount != Dimensions) throw SafetensorsFile.Fault(name, $"tensor mean has {meanCount} numbers, not {Dimensions}");

        ushort[] tokenIds = MemoryMarshal.Cast<byte, ushort>(ids).ToArray();
        foreach (ushort id in tokenIds)
            if (id >= WordPieceTokenizer.VocabularySize) throw SafetensorsFile.Fault(name, $"token id {id} is above {WordPieceTokenizer.VocabularySize - 1}");
        StudentFidelity fidelity = new(
            tokenIds, MemoryMarshal.Cast<byte, uint>(counts).ToArray(), Finite(mean, "mean", name), [.. ReadReport(tensors, name).PredictionCoefficients]);
        Student student = new(name, revision, tokenIds, MemoryMarshal.Cast<byte, uint>(keys).ToArray(), fidelity);
        Finite(tokenScales, "tokens.scale", name).CopyTo(student.Scales, 0);
        Finite(bigramScales, "bigrams.scale", name).CopyTo(student.Scales, tokens);
        tokenRows.CopyTo(new Span<byte>(student.Rows, tokenRows.Length));
        bigramRows.CopyTo(new Span<byte>(student.Rows + tokenRows.Length, bigramRows.Length));
        return student;
    }

    /// <summary>The report within the header.</summary>
    /// <exception cref="EarshotException">There is none, or it is malformed.</exception>
    public static AdaptedStudentReport ReadReport(SafetensorsFile tensors, string name)
    {
        string json = tensors.Metadata(ReportKey) ?? throw SafetensorsFile.Fault(name, "its header has no report");
        AdaptedStudentReport? report;
        try
        {
            report = JsonSerializer.Deserialize(json, AdaptedStudentJson.Default.AdaptedStudentReport);
        }
        catch (JsonException fault)
        {
            throw SafetensorsFile.Fault(name, "the report in its header is malformed", fault);
        }

        return report?.PredictionCoefficients is { Count: FidelitySignals.FeatureCount }
            ? report
            : throw SafetensorsFile.Fault(name, $"the report in its header has not {FidelitySignals.FeatureCount} prediction coefficients");
    }

    private static float[] Finite(ReadOnlySpan<byte> tensor, string tensorName, string name)
    {
        float[] values = MemoryMarshal.Cast<byte, float>(tensor).ToArray();
        foreach (float value in values)
            if (!float.IsFinite(value)) throw SafetensorsFile.Fault(name, $"tensor {tensorName} holds {value}");
        return values;
    }
}
