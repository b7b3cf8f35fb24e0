using Earshot.Core.Columns;
using Earshot.Inference.Students;
using Earshot.Numerics.Vectors;

namespace Earshot.Bench;

/// <summary>Real vectors, many: different pieces of texts, embedded by the general student.</summary>
internal static class StudentVectors
{
    private const int PieceWords = 30;
    private const int LeastWords = 4;

    /// <summary>Vectors of <paramref name="count"/> pieces at most, taken from all files in turn.</summary>
    public static FloatMatrix Of(int count, IEnumerable<string> files)
    {
        StudentEncoder encoder = Student.General.CreateEncoder();
        BytesColumn texts = new();
        foreach (string piece in InTurn([.. files.Select(file => Pieces(file).GetEnumerator())]).Distinct().Take(count)) texts.Append(piece);
        float[] values = new float[texts.Count * Student.Dimensions];
        for (int row = 0; row < texts.Count; row++) encoder.EncodeFloat(texts[row], values.AsSpan(row * Student.Dimensions, Student.Dimensions));
        return new FloatMatrix(values, Student.Dimensions);
    }

    private static IEnumerable<string> InTurn(List<IEnumerator<string>> sources)
    {
        while (sources.Count > 0)
        {
            sources.RemoveAll(source => !source.MoveNext());
            foreach (IEnumerator<string> source in sources) yield return source.Current;
        }
    }

    private static IEnumerable<string> Pieces(string file) =>
        Csv.AllCells(file).SelectMany(cell => cell.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(PieceWords))
            .Where(words => words.Length >= LeastWords).Select(words => string.Join(' ', words));
}
