using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Earshot.Numerics.Vectors;

namespace Earshot.Bench;

/// <summary>A process of bench/peers/manifold.py.</summary>
internal sealed class ManifoldPeer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly Process _process;

    /// <summary>Hands over the vectors and waits until a first layout has been made, which compiles the peer.</summary>
    public ManifoldPeer(string python, string script, FloatMatrix rows, int neighbors, int threads)
    {
        using (FileStream file = File.Create(Vectors))
            for (int row = 0; row < rows.Count; row++) file.Write(MemoryMarshal.AsBytes(rows[row]));
        ProcessStartInfo start = new(python, [script, Vectors, $"{rows.Dimensions}", $"{neighbors}", $"{threads}", Layout])
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

    private string Layout => Path.Combine(_folder, "layout.f32");

    /// <summary>Lays out once.</summary>
    public void Run()
    {
        _process.StandardInput.WriteLine("run");
        CpuSeconds = double.Parse(Receive(), CultureInfo.InvariantCulture);
    }

    /// <summary>The layout made last.</summary>
    public FloatMatrix Read()
    {
        _process.StandardInput.WriteLine("write");
        Receive();
        return new FloatMatrix(MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Layout)).ToArray(), 2);
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
