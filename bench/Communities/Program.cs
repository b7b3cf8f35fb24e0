using System.Diagnostics;
using System.Runtime.InteropServices;
using Earshot.Bench;
using Earshot.Numerics.Communities;
using Earshot.Numerics.Vectors;

// make <texts> <vectors> <file> [<file> …]: the vectors of pieces of texts, to a file of floats
// fit <vectors>: to graph topics, by a process that does nothing else, so that its peak is that of the work
if (args[0] == "make")
{
    FloatMatrix made = StudentVectors.Of(int.Parse(args[1]), args[3..]);
    using FileStream file = File.Create(args[2]);
    for (int row = 0; row < made.Count; row++) file.Write(MemoryMarshal.AsBytes(made[row]));
    return;
}

const int Dimensions = 384;
float[] values = new float[new FileInfo(args[1]).Length / sizeof(float)];
using (FileStream file = File.OpenRead(args[1])) file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
FloatMatrix vectors = new(values, Dimensions);
double before = Peak();
Measure first = new(), best = new();
GraphTopicsFit fit = null!;
first.Take(Fit);
double after = Peak();
for (int round = 0; round < 3; round++) best.Take(Fit);
string topics = string.Join(" / ", fit.Levels.Select(level => level.Count));
Console.WriteLine($"{vectors.Count} vectors of {Dimensions} numbers to graph topics, all levels and memberships, neighbours included\n");
Console.WriteLine("| | seconds | processor seconds | topics |\n|---|---|---|---|");
Console.WriteLine($"| first | {first.Seconds:F2} | {first.CpuSeconds:F2} | {topics} |");
Console.WriteLine($"| best of three more | {best.Seconds:F2} | {best.CpuSeconds:F2} | {topics} |");
Console.WriteLine($"\nPeak of the process: {before:F2} GB with the vectors alone, {after:F2} GB after the first fit, {Peak():F2} GB after all");

void Fit() => fit = GraphTopics.Fit(vectors, threads: Environment.ProcessorCount);
static double Peak() => Process.GetCurrentProcess().PeakWorkingSet64 / 1e9;
