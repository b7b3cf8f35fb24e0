using System.Text.Json;
using Earshot.Inference.Tokenizing;

namespace Earshot.Tests.Inference;

/// <summary>The formula of the student in doubles, row by row, from its own reader of the file: the slow twin of the shipped encoder.</summary>
internal sealed class ReferenceStudent
{
    private readonly Dictionary<uint, double[]> _tokens;
    private readonly Dictionary<uint, double[]> _bigrams;
    private readonly WordPieceTokenizer _tokenizer = new();

    public ReferenceStudent(byte[] file)
    {
        int header = BitConverter.ToInt32(file, 0);
        using var document = JsonDocument.Parse(file.AsMemory(8, header));
        int At(string name) => 8 + header + document.RootElement.GetProperty(name).GetProperty("data_offsets")[0].GetInt32();
        int Rows(string name) => document.RootElement.GetProperty(name).GetProperty("shape")[0].GetInt32();
        Dictionary<uint, double[]> Read(string id, int width, string scale, string q) => Enumerable.Range(0, Rows(id)).ToDictionary(
            row => width == 2 ? BitConverter.ToUInt16(file, At(id) + (2 * row)) : BitConverter.ToUInt32(file, At(id) + (4 * row)),
            row => Row(file.AsSpan(At(q) + (192 * row), 192), (double)BitConverter.ToHalf(file, At(scale) + (2 * row))));
        _tokens = Read("tokens.id", 2, "tokens.scale", "tokens.q");
        _bigrams = Read("bigrams.key", 4, "bigrams.scale", "bigrams.q");
    }

    /// <summary>The row of a token, or null.</summary>
    public double[]? Token(uint id) => _tokens.GetValueOrDefault(id);

    /// <summary>The row of a pair, or null.</summary>
    public double[]? Bigram(uint key) => _bigrams.GetValueOrDefault(key);

    /// <summary>x, and the number of ids.</summary>
    public double[] Pool(ReadOnlySpan<byte> text)
    {
        ushort[] ids = new ushort[254];
        int count = _tokenizer.Tokenize(text, ids);
        double[] x = [.. _tokens[101]];
        for (int i = 0; i < count; i++)
        {
            if (_tokens.TryGetValue(ids[i], out double[]? token)) Add(x, token);
            if (i > 0 && _bigrams.TryGetValue(((uint)ids[i - 1] << 16) | ids[i], out double[]? bigram)) Add(x, bigram);
        }

        return [.. x.Select(value => value / Math.Sqrt(count + 1))];
    }

    public static double Length(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double value in x) sum += value * value;
        return Math.Sqrt(sum);
    }

    private static void Add(double[] x, double[] row)
    {
        for (int d = 0; d < x.Length; d++) x[d] += row[d];
    }

    private static double[] Row(ReadOnlySpan<byte> packed, double scale)
    {
        double[] row = new double[packed.Length * 2];
        for (int i = 0; i < packed.Length; i++)
        {
            row[2 * i] = ((packed[i] & 15) - 8) * scale;
            row[(2 * i) + 1] = ((packed[i] >> 4) - 8) * scale;
        }

        return row;
    }
}
