using System.Diagnostics;
using Earshot.Numerics.Components;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Bench;

/// <summary>15 neighbours of real vectors, beside pynndescent: as they are and in principal components.</summary>
internal sealed class NeighborBench
{
    private const int Neighbors = 15;
    private const int Rounds = 3;
    private const int Components = 96;

    private readonly FloatMatrix _vectors;
    private readonly int _threads = Environment.ProcessorCount;

    /// <summary>Embeds <paramref name="count"/> pieces of the texts of <paramref name="files"/>.</summary>
    public NeighborBench(int count, IEnumerable<string> files) => _vectors = StudentVectors.Of(count, files);

    /// <summary>Prints a table; without a Python that has pynndescent, of our own figures alone.</summary>
    public void Run(string python, string script)
    {
        Console.WriteLine($"{_vectors.Count} vectors, {Neighbors} neighbours by cosine, best of {Rounds} rounds in turns after one to warm up\n");
        Console.WriteLine("| vectors | search | seconds | processor seconds | recall |\n|---|---|---|---|---|");
        Measure projection = new();
        float[] coordinates = new float[_vectors.Count * Components];
        projection.Take(() => PrincipalComponents.Fit(_vectors, Components, _threads).Project(_vectors, coordinates, _threads));
        Compare($"{Components} components", new FloatMatrix(coordinates, Components), python, script);
        Compare($"{_vectors.Dimensions}, as they are", _vectors, python, script);
        double peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e9;
        Console.WriteLine(
            $"\nPrincipal components: {projection.Seconds:F1} s, {projection.CpuSeconds:F1} of processor time; peak of this process: {peak:F2} GB");
    }

    private void Compare(string name, FloatMatrix rows, string python, string script)
    {
        NeighborOptions exactly = new() { Neighbors = Neighbors, Recall = 1 }, byDefault = new() { Neighbors = Neighbors };
        using PythonPeer? peer = python.Length == 0 ? null : new PythonPeer(python, script, rows, Neighbors, _threads);
        NeighborTable exact = NearestNeighbors.Find(rows, exactly, _threads), found = NearestNeighbors.Find(rows, byDefault, _threads);
        Measure ours = new(), oursExactly = new(), theirs = new();
        for (int round = 0; round < Rounds; round++)
        {
            ours.Take(() => found = NearestNeighbors.Find(rows, byDefault, _threads));
            if (peer is not null) theirs.Take(peer.Run, () => peer.CpuSeconds);
            oursExactly.Take(() => exact = NearestNeighbors.Find(rows, exactly, _threads));
        }

        Print(name, $"by cells, asked for {byDefault.Recall}, measured {found.Recall:F3}", ours, Recall(exact, row => found[row]));
        Print(name, "exact", oursExactly, 1);
        if (peer is null) return;
        int[] peers = peer.Read<int>();
        Print(name, $"pynndescent {peer.Version}", theirs, Recall(exact, row => peers.AsSpan(row * Neighbors, Neighbors)));
    }

    private static void Print(string name, string search, Measure measure, double recall) =>
        Console.WriteLine($"| {name} | {search} | {measure.Seconds:F2} | {measure.CpuSeconds:F2} | {recall:F4} |");

    private static double Recall(NeighborTable exact, Func<int, ReadOnlySpan<int>> found)
    {
        long hits = 0;
        for (int row = 0; row < exact.Count; row++)
            foreach (int neighbor in exact[row])
                if (found(row).Contains(neighbor)) hits++;
        return (double)hits / ((long)exact.Count * exact.Neighbors);
    }
}
