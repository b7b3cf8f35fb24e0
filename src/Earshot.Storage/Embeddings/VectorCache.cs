using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Earshot.Core;
using Earshot.Core.Runs;
using Earshot.Core.Text;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Embeddings;

/// <summary>
/// Vectors by the text they are of, for one model and one version of cleaning: what was embedded once is never embedded, or paid for, again. Any number of
/// processes may use one folder. Safe to use from several threads.
/// </summary>
public sealed class VectorCache : IDisposable
{
    private const string Kind = "vectors";

    private readonly RecordStore _records;

    private VectorCache(RecordStore records, string model, int dimensions)
    {
        _records = records;
        Model = model;
        Dimensions = dimensions;
    }

    /// <summary>Whose vectors they are.</summary>
    public string Model { get; }

    /// <summary>Numbers a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Vectors there are.</summary>
    internal int Entries => _records.Count;

    /// <summary>Vectors that were found damaged or cut off, and dropped.</summary>
    internal int Damaged => _records.Damaged;

    /// <summary>Opens the cache of a model in a workspace, <c>cache/embeddings/MODEL/</c>; nothing is written before a vector is added.</summary>
    /// <param name="model">Name, revision and precision: vectors of another are never given.</param>
    /// <param name="observer">Hears of files that can't be read, once.</param>
    /// <exception cref="EarshotException">The cache has vectors of this model of another length.</exception>
    public static VectorCache Open(Workspace workspace, string model, int dimensions, TimeProvider clock, IRunObserver observer) =>
        Open(workspace.At("cache", "embeddings"), model, dimensions, clock, observer);

    /// <summary>Opens the cache of a model in a folder of its own below <paramref name="folder"/>.</summary>
    internal static VectorCache Open(string folder, string model, int dimensions, TimeProvider clock, IRunObserver observer)
    {
        string identity = Identity(Kind, model);
        string own = Path.Combine(folder, FolderName(identity, model));
        RecordLayout layout = new(identity, dimensions * sizeof(float));
        return new VectorCache(
            RecordStore.Open(own, layout, clock, observer, width => new EarshotException(
                $"{own} holds vectors of {width / sizeof(float):N0} numbers of the model {model}, which now gives {dimensions:N0}",
                "a model that changed needs a name of its own; to do without the vectors that are there, delete that folder")),
            model,
            dimensions);
    }

    /// <summary>What a text (clean, UTF-8) is found by: half of its SHA-256.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    /// <summary>
    /// Reads the vectors there are into their rows of <paramref name="vectors"/> (keys × <see cref="Dimensions"/>) and says which in
    /// <paramref name="found"/>; other rows keep what they hold. Fastest with thousands of keys in the order they were added in.
    /// </summary>
    /// <returns>The number found.</returns>
    public int Read(ReadOnlySpan<UInt128> keys, Span<float> vectors, Span<bool> found) => _records.Read(keys, MemoryMarshal.AsBytes(vectors), found);

    /// <summary>
    /// Keeps vectors (keys × <see cref="Dimensions"/>), bit for bit. They are there after a kill from when this returns; after a power cut,
    /// from <see cref="Flush"/>, which happens by itself every few seconds and thousands of vectors.
    /// </summary>
    /// <exception cref="IOException">The disk takes no more; what was added before stays.</exception>
    public void Add(ReadOnlySpan<UInt128> keys, ReadOnlySpan<float> vectors) => _records.Add(keys, MemoryMarshal.AsBytes(vectors));

    /// <summary>Puts what was added onto the disk.</summary>
    public void Flush() => _records.Flush();

    public void Dispose() => _records.Dispose();

    /// <summary>The caches of a workspace, by model: what they hold and how much room they take.</summary>
    public static IReadOnlyList<VectorCacheSummary> Describe(Workspace workspace) => Describe(workspace.At("cache", "embeddings"));

    /// <summary>The caches in the folders below <paramref name="folder"/>.</summary>
    internal static IReadOnlyList<VectorCacheSummary> Describe(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        List<VectorCacheSummary> caches = [];
        foreach (string own in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            VectorCacheSummary? cache = null;
            KeyIndex index = new();
            foreach (string path in RecordStore.Segments(own))
            {
                using RecordSegment? segment = SegmentMerge.OpenShared(path, out RecordLayout? layout, out _);
                if (segment is null || layout!.Identity.Split('\n') is not [Kind, { } model, ..]) continue;
                segment.ReadKeys(index.Append);
                cache ??= new VectorCacheSummary(model, layout.Width / sizeof(float), 0, 0, 0, own);
                cache = cache with { Segments = cache.Segments + 1, Bytes = cache.Bytes + segment.Bytes };
            }

            if (cache is not null) caches.Add(cache with { Entries = index.Count });
        }

        return caches;
    }

    /// <summary>What segments say they hold: kind, model, version of cleaning, a line each.</summary>
    internal static string Identity(string kind, string model) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}\n{model.ReplaceLineEndings(" ")}\ncleaning {TextCleaner.Version}");

    /// <summary>A name that any file system takes and people recognise, and that differs where identities do.</summary>
    internal static string FolderName(string identity, string model)
    {
        StringBuilder name = new();
        foreach (char c in model.AsSpan(0, Math.Min(model.Length, 60))) name.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_');
        return name.Append('-').Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)), 0, 4)).ToString();
    }
}

/// <summary>A cache of vectors as it lies on disk.</summary>
/// <param name="Model">Whose vectors.</param>
/// <param name="Dimensions">Numbers a vector.</param>
/// <param name="Entries">Different texts.</param>
/// <param name="Bytes">Of all files.</param>
/// <param name="Segments">Files.</param>
/// <param name="Folder">Where it is; deleting it costs nothing but the work of embedding again.</param>
public sealed record VectorCacheSummary(string Model, int Dimensions, int Entries, long Bytes, int Segments, string Folder);
