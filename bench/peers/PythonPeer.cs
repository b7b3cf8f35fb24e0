using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Earshot.Numerics.Vectors;

namespace Earshot.Bench;

/// <summary>A process of one of the scripts beside this file, which works on vectors whenever it is told to and keeps what it made last.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly Process _process;

    /// <summary>Hands over the vectors and waits until the peer has worked once, which compiles it.</summary>
    public PythonPeer(string python, string script, FloatMatrix rows, int neighbors, int threads)
    {
        using (FileStream file = File.Create(Vectors))
            for (int row = 0; row < rows.Count; row++) file.Write(MemoryMarshal.AsBytes(rows[row]));
        ProcessStartInfo start = new(python, [script, Vectors, $"{rows.Dimensions}", $"{neighbors}", $"{threads}", Made])
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

    private string Vectors => Path.Combine(_folder, "vectors");

    private string Made => Path.Combine(_folder, "made");

    /// <summary>Works once.</summary>
    public void Run()
    {
        _process.StandardInput.WriteLine("run");
        CpuSeconds = double.Parse(Receive(), CultureInfo.InvariantCulture);
    }

    /// <summary>What it made last, row by row, in the numbers that its script writes.</summary>
    public T[] Read<T>()
        where T : unmanaged
    {
        _process.StandardInput.WriteLine("write");
        Receive();
        return MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(Made)).ToArray();
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
