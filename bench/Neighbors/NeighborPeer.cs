using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Earshot.Numerics.Vectors;

namespace Earshot.Bench;

/// <summary>A process of bench/peers/neighbors.py.</summary>
internal sealed class NeighborPeer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly Process _process;

    /// <summary>Hands over the vectors and waits until one search has been made, which compiles the peer.</summary>
    public NeighborPeer(string python, string script, FloatMatrix rows, int neighbors, int threads)
    {
        using (FileStream file = File.Create(Vectors))
            for (int row = 0; row < rows.Count; row++) file.Write(MemoryMarshal.AsBytes(rows[row]));
        ProcessStartInfo start = new(python, [script, Vectors, $"{rows.Dimensions}", $"{neighbors}", $"{threads}", Found])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        Version = Receive();
    }

    public string Version { get; }

    public double CpuSeconds { get; private set; }

    private string Vectors => Path.Combine(_folder, "vectors.f32");

    private string Found => Path.Combine(_folder, "found.i32");

    /// <summary>Searches once.</summary>
    public void Run()
    {
        _process.StandardInput.WriteLine("run");
        CpuSeconds = double.Parse(Receive(), CultureInfo.InvariantCulture);
    }

    /// <summary>The neighbours found last, row by row.</summary>
    public int[] Read()
    {
        _process.StandardInput.WriteLine("write");
        Receive();
        return MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Found)).ToArray();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Receive() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the peer ended; its words are above");
}
