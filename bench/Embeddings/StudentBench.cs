using System.Diagnostics;
using Earshot.Core.Columns;
using Earshot.Inference.Students;
using Earshot.Inference.Tokenizing;
using Earshot.Numerics.Vectors;

namespace Earshot.Bench;

/// <summary>The general student's speed, tokenising included, and the fit of an adapted one.</summary>
internal static class StudentBench
{
    private const int Rounds = 5;
    private const int LeastTexts = 200_000;
    private const int PieceWords = 30;

    /// <summary>Texts/s of one thread and of all: the texts of a column, numbered so that none comes twice: equal texts are embedded once.</summary>
    public static void Embed(string name, string csv, int column)
    {
        BytesColumn texts = new();
        string[] different = [.. Csv.Column(csv, column).Distinct()];
        for (int copy = 0; texts.Count < LeastTexts; copy++)
            foreach (string text in different) texts.Append($"{copy} {text}");
        Measure one = new(), all = new();
        int cores = Environment.ProcessorCount;
        for (int round = 0; round < Rounds; round++)
        {
            one.Take(() => Encode(texts));
            all.Take(() => Parallel.For(0, cores, _ => Encode(texts)));
        }

        Console.WriteLine(
            $"| {name}, {different.Length} different | {Tokens(different) + 1:F1} | {texts.Count / one.Seconds:F0} | {(long)texts.Count * cores / all.Seconds:F0} |");
    }

    /// <summary>
    /// Seconds of a fit to different texts, pieces of 30 words. The general student stands for the teacher: the arithmetic is the same whatever the vectors say.
    /// </summary>
    public static void Fit(int count, params string[] files)
    {
        BytesColumn texts = new();
        foreach (string piece in files.SelectMany(Pieces).Distinct().Take(count)) texts.Append(piece);
        float[] vectors = new float[texts.Count * Student.Dimensions];
        StudentEncoder encoder = Student.General.CreateEncoder();
        for (int row = 0; row < texts.Count; row++) encoder.EncodeFloat(texts[row], vectors.AsSpan(row * Student.Dimensions, Student.Dimensions));
        Measure fit = new();
        fit.Take(() => AdaptedStudent.Fit(Student.General, texts, new FloatMatrix(vectors, Student.Dimensions), new AdaptedStudentOptions(), Environment.ProcessorCount));
        Console.WriteLine(
            $"\nfit to {texts.Count} texts: {fit.Seconds:F1} s, {fit.CpuSeconds:F1} s of processor time, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB");
    }

    private static void Encode(BytesColumn texts)
    {
        StudentEncoder encoder = Student.General.CreateEncoder();
        QuantizedRows rows = new();
        encoder.Encode(texts, rows);
    }

    private static IEnumerable<string> Pieces(string file) =>
        Csv.AllCells(file).SelectMany(cell => cell.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(PieceWords)).Select(words => string.Join(' ', words));

    private static double Tokens(string[] texts)
    {
        WordPieceTokenizer tokenizer = new();
        BytesColumn column = new();
        var ids = new ushort[256];
        foreach (string text in texts) column.Append(text);
        return Enumerable.Range(0, texts.Length).Average(row => tokenizer.Encode(column[row], ids));
    }
}
