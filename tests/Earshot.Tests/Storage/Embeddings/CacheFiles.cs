using System.Runtime.InteropServices;
using Earshot.Core.Runs;
using Earshot.Numerics;
using Earshot.Storage.Embeddings;

namespace Earshot.Tests.Storage.Embeddings;

/// <summary>A folder of vector caches with vectors that follow from their keys.</summary>
internal sealed class CacheFiles(int dimensions) : IDisposable
{
    internal const string Model = "sentence-transformers/all-MiniLM-L6-v2@abc (int8)";

    private readonly TemporaryFolder _folder = new();

    internal string Folder => _folder.At("embeddings");

    internal List<string> Said { get; } = [];

    internal string[] Segments => Directory.GetFiles(Folder, "*.segment", SearchOption.AllDirectories);

    internal VectorCache Open(string model = Model) => VectorCache.Open(Folder, model, dimensions, TimeProvider.System, new Listener(Said));

    internal static UInt128 Key(int number) => VectorCache.KeyOf(BitConverter.GetBytes(number));

    internal float[] Vector(int number)
    {
        SplitMix64 random = new((ulong)number);
        float[] vector = new float[dimensions];
        for (int i = 0; i < vector.Length; i++) vector[i] = BitConverter.UInt32BitsToSingle((uint)random.NextUInt64()); // any bits at all
        return vector;
    }

    internal void Add(VectorCache cache, params int[] numbers) => cache.Add([.. numbers.Select(Key)], [.. numbers.SelectMany(Vector)]);

    /// <summary>Reads keys in one call; asserts that what is given is right to the bit, and gives what was found.</summary>
    internal int[] Read(VectorCache cache, params int[] numbers)
    {
        float[] vectors = new float[numbers.Length * dimensions];
        bool[] found = new bool[numbers.Length];
        int count = cache.Read([.. numbers.Select(Key)], vectors, found);
        Assert.Equal(found.Count(f => f), count);
        for (int i = 0; i < numbers.Length; i++)
            if (found[i]) Assert.True(MemoryMarshal.AsBytes(Vector(numbers[i]).AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(vectors.AsSpan(i * dimensions, dimensions))), $"vector {numbers[i]}");
        return [.. numbers.Where((_, i) => found[i])];
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Listener(List<string> said) : IRunObserver
    {
        public void StageStarted(string stage, long total, string unit) => Assert.Fail("a cache has no stages");

        public void Advanced(string stage, long amount) => Assert.Fail("a cache has no stages");

        public void StageFinished(string stage, string summary) => Assert.Fail("a cache has no stages");

        public void Warned(string message, string? hint = null) => said.Add(message);
    }
}
