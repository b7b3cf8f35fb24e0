using System.Diagnostics;
using Earshot.Numerics.Manifold;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Vectors;

namespace Earshot.Bench;

/// <summary>UMAP of real vectors to two dimensions, neighbours included, beside umap-learn.</summary>
internal sealed class ManifoldBench
{
    private const int Rounds = 2;
    private const int SampledRows = 700;
    private const int Neighbors = 15;

    private static readonly int[] Counts = [13_000, 50_000, 100_000];

    private readonly FloatMatrix _vectors;
    private readonly int _threads = Environment.ProcessorCount;

    /// <summary>Embeds <paramref name="count"/> pieces of the texts of <paramref name="files"/>.</summary>
    public ManifoldBench(int count, IEnumerable<string> files) => _vectors = StudentVectors.Of(count, files);

    /// <summary>Prints a table; without a Python that has umap-learn, of our own figures alone.</summary>
    public void Run(string python, string script)
    {
        Console.WriteLine($"Cosine, {Neighbors} neighbours, two dimensions, best of {Rounds} rounds in turns after one to warm up;");
        Console.WriteLine($"trustworthiness and share of neighbours kept of {SampledRows} rows\n");
        Console.WriteLine("| vectors | by | seconds | processor seconds | trustworthiness | neighbours kept |\n|---|---|---|---|---|---|");
        foreach (int count in Counts.Where(count => count <= _vectors.Count))
            Compare(_vectors.Select([.. Enumerable.Range(0, count)]), python, script);
        Console.WriteLine($"\nPeak of this process: {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:F2} GB");
    }

    private void Compare(FloatMatrix rows, string python, string script)
    {
        using PythonPeer? peer = python.Length == 0 ? null : new PythonPeer(python, script, rows, Neighbors, _threads);
        UmapOptions options = new() { Neighbors = Neighbors };
        FloatMatrix layout = Umap.Fit(rows, options, _threads).Embedding;
        Measure ours = new(), theirs = new();
        for (int round = 0; round < Rounds; round++)
        {
            ours.Take(() => layout = Umap.Fit(rows, options, _threads).Embedding);
            if (peer is not null) theirs.Take(peer.Run, () => peer.CpuSeconds);
        }

        Print(rows, "Earshot, reproducible", ours, layout);
        if (peer is not null) Print(rows, $"umap-learn {peer.Version}, unseeded", theirs, new FloatMatrix(peer.Read<float>(), layout.Dimensions));
    }

    private void Print(FloatMatrix rows, string by, Measure measure, FloatMatrix layout)
    {
        var metrics = LayoutMetrics.Of(UnitRows.Of(rows, _threads), layout, Neighbors, SampledRows, threads: _threads);
        string quality = $"{metrics.Trustworthiness:F3} | {metrics.NeighborsKept:F3}";
        Console.WriteLine($"| {rows.Count} | {by} | {measure.Seconds:F1} | {measure.CpuSeconds:F1} | {quality} |");
    }
}
