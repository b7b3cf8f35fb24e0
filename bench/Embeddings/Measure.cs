using System.Diagnostics;

namespace Earshot.Bench;

/// <summary>The least time of several rounds.</summary>
internal sealed class Measure
{
    public double Seconds { get; private set; } = double.MaxValue;

    /// <summary>Processor time of all threads.</summary>
    public double CpuSeconds { get; private set; } = double.MaxValue;

    /// <summary>Takes the time of a round; <paramref name="cpuSeconds"/> where it is not this process that works.</summary>
    public void Take(Action work, Func<double>? cpuSeconds = null)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        work();
        Seconds = Math.Min(Seconds, watch.Elapsed.TotalSeconds);
        CpuSeconds = Math.Min(CpuSeconds, cpuSeconds?.Invoke() ?? (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
    }
}
