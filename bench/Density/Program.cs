using System.Diagnostics;
using Earshot.Bench;
using Earshot.Numerics;
using Earshot.Numerics.Density;
using Earshot.Numerics.Vectors;

const int Rounds = 3;
Console.WriteLine("| rows | clusters | noise | seconds | processor seconds | peak |\n|---|---|---|---|---|---|");
foreach ((int count, int dimensions) in new[] { (100_000, 2), (100_000, 5), (1_000_000, 2) })
{
    FloatMatrix rows = Blobs(count, dimensions);
    HdbscanOptions options = new() { MinClusterSize = 15, MinSamples = 5 };
    Measure fit = new();
    HdbscanModel? model = null;
    for (int round = 0; round < Rounds; round++) fit.Take(() => model = Hdbscan.Fit(rows, options, Environment.ProcessorCount));
    int noise = model!.Labels.Count(-1);
    double peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
    Console.WriteLine($"| {count} × {dimensions} | {model.Clusters} | {(double)noise / count:P1} | {fit.Seconds:F2} | {fit.CpuSeconds:F2} | {peak:F0} MB |");
}

// blobs of different sizes and densities, and a tenth of the rows anywhere
static FloatMatrix Blobs(int count, int dimensions)
{
    const int Centres = 100;
    SplitMix64 random = new(7);
    double[] centres = new double[Centres * dimensions], widths = new double[Centres];
    foreach (ref double centre in centres.AsSpan()) centre = random.NextDouble() * 100;
    foreach (ref double width in widths.AsSpan()) width = 0.2 + (2 * random.NextDouble());
    float[] values = new float[count * dimensions];
    for (int row = 0; row < count; row++)
    {
        int blob = random.NextInt32(10) == 0 ? -1 : Math.Min(random.NextInt32(Centres), random.NextInt32(Centres));
        for (int i = 0; i < dimensions; i++)
        {
            double value = blob < 0 ? random.NextDouble() * 100 : centres[(blob * dimensions) + i] + (widths[blob] * random.NextGaussian());
            values[(row * dimensions) + i] = (float)value;
        }
    }

    return new FloatMatrix(values, dimensions);
}
