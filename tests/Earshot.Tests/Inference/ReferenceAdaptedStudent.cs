using Earshot.Inference;
using Earshot.Inference.Students;
using Earshot.Inference.Tokenizing;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Inference;

/// <summary>
/// The recipe of an adapted student in doubles and dictionaries, solved exactly: with few texts, (AᵀA + λI)⁻¹Aᵀ = Aᵀ(AAᵀ + λI)⁻¹ needs only a system of
/// texts × texts. The slow twin of <see cref="AdaptedTable"/>.
/// </summary>
internal sealed class ReferenceAdaptedStudent
{
    private const int Dimensions = 384;
    private readonly WordPieceTokenizer _tokenizer = new();
    private readonly ReferenceStudent _general = new(EmbeddedFile.Bytes(Student.GeneralFile).ToArray());
    private readonly Dictionary<ulong, int> _pairs = [];
    private readonly Dictionary<ulong, double[]> _rows = [];

    public ReferenceAdaptedStudent(string[] texts, FloatMatrix vectors)
    {
        foreach (ulong key in texts.SelectMany(PairsOf)) _pairs[key] = _pairs.GetValueOrDefault(key) + 1;
        Dictionary<ulong, double>[] a = [.. texts.Select(text => Features(text))];
        foreach (ulong key in a.SelectMany(row => row.Keys).Distinct()) _rows[key] = GeneralRow(key);

        double[] lengths = [.. a.Select(row => ReferenceStudent.Length(Pool(row)))];
        double mean = lengths.Average();
        foreach (double[] row in _rows.Values)
            for (int d = 0; d < Dimensions; d++) row[d] /= mean;
        for (int i = 0; i < a.Length; i++)
        {
            double weight = 1 / Math.Max(lengths[i] / mean, 0.3);
            a[i] = a[i].ToDictionary(entry => entry.Key, entry => entry.Value * weight);
        }

        // E⁰ = E·(I + Pᵀ·K), K = (P·Pᵀ + S/384·I)⁻¹ (Y − P)
        double[][] p = [.. a.Select(Pool)];
        double[][] k = SolveSystem(a.Length, (i, j) => Dot(p[i], p[j]), (double)a.Length / Dimensions, Rest(p));
        foreach ((ulong key, double[] row) in _rows.ToArray()) _rows[key] = [.. row.Zip(Combine(k, i => Dot(row, p[i])), (x, y) => x + y)];

        // E = E⁰ + Aᵀ·(A·Aᵀ + I)⁻¹ (Y − A·E⁰)
        double[][] c = SolveSystem(a.Length, (i, j) => a[i].Sum(entry => entry.Value * a[j].GetValueOrDefault(entry.Key)), 1, Rest([.. a.Select(Pool)]));
        foreach ((ulong key, double[] row) in _rows.ToArray()) _rows[key] = [.. row.Zip(Combine(c, i => a[i].GetValueOrDefault(key)), (x, y) => x + y)];

        double[][] Rest(double[][] pooled) => [.. pooled.Select((row, i) => row.Select((value, d) => vectors[i][d] - value).ToArray())];
    }

    /// <summary>x of a text whose tokens are all in the sample.</summary>
    public double[] Pool(string text) => Pool(Features(text));

    private static double[] Combine(double[][] rows, Func<int, double> weight)
    {
        double[] sum = new double[Dimensions];
        for (int i = 0; i < rows.Length; i++)
            for (int d = 0; d < Dimensions; d++) sum[d] += weight(i) * rows[i][d];
        return sum;
    }

    private static double[][] SolveSystem(int n, Func<int, int, double> matrix, double diagonal, double[][] right)
    {
        double[] Equation(int i) => [.. Enumerable.Range(0, n).Select(j => matrix(i, j) + (i == j ? diagonal : 0)), .. right[i]];
        double[][] system = [.. Enumerable.Range(0, n).Select(Equation)];
        for (int pivot = 0; pivot < n; pivot++)
        {
            for (int i = 0; i < n; i++)
            {
                double factor = i == pivot ? 0 : system[i][pivot] / system[pivot][pivot];
                for (int j = pivot; factor != 0 && j < system[i].Length; j++) system[i][j] -= factor * system[pivot][j];
            }
        }

        return [.. system.Select((row, i) => row[n..].Select(value => value / row[i]).ToArray())];
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private double[] Pool(Dictionary<ulong, double> features)
    {
        double[] x = new double[Dimensions];
        foreach ((ulong key, double value) in features)
            for (int d = 0; d < Dimensions; d++) x[d] += value * _rows[key][d];
        return x;
    }

    // tokens by id, pairs by key + 2^32
    private Dictionary<ulong, double> Features(string text)
    {
        uint[] ids = Ids(text);
        IEnumerable<ulong> pairs = PairsOf(text).Where(key => _pairs.GetValueOrDefault(key) >= 2 || _general.Bigram((uint)key) is not null);
        return ids.Select(id => (ulong)id).Prepend(101UL).Concat(pairs).CountBy(key => key)
            .ToDictionary(entry => entry.Key, entry => entry.Value / Math.Sqrt(ids.Length + 1));
    }

    private IEnumerable<ulong> PairsOf(string text)
    {
        uint[] ids = Ids(text);
        return ids.Zip(ids.Skip(1), (left, right) => (1UL << 32) + (left << 16) + right);
    }

    private double[] GeneralRow(ulong key)
    {
        double[]? row = key >> 32 == 0 ? _general.Token((uint)key) : _general.Bigram((uint)key);
        return row is null ? new double[Dimensions] : [.. row];
    }

    private uint[] Ids(string text)
    {
        ushort[] ids = new ushort[254];
        return [.. ids.Take(_tokenizer.Tokenize(System.Text.Encoding.UTF8.GetBytes(text), ids)).Select(id => (uint)id)];
    }
}
