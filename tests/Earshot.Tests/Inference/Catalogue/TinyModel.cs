using System.Security.Cryptography;
using Earshot.Inference.Catalogue;
using Earshot.Numerics;

namespace Earshot.Tests.Inference.Catalogue;

/// <summary>A small model with a catalogue of its own, a store, and ways to pull it.</summary>
internal sealed class TinyModel : IDisposable
{
    public const string Int8 = "onnx/model_qint8_avx512_vnni.onnx";
    public const string Fp32 = "onnx/model.onnx";

    private readonly TemporaryFolder _folder = new();

    public TinyModel() => Store = new ModelStore(_folder.At("models"), null, Catalogue);

    public static IReadOnlyDictionary<string, byte[]> Files { get; } = new Dictionary<string, byte[]>
    {
        ["config.json"] = "{}\n"u8.ToArray(),
        ["1_Pooling/config.json"] = Bytes(190, 1),
        [Int8] = Bytes(700_000, 2),
        [Fp32] = Bytes(1_500_000, 3),
    };

    public static ModelCatalogue Catalogue { get; } = new(new CatalogueModel
    {
        Name = "tiny",
        Publisher = "someone",
        Revision = "abc",
        Licence = "MIT",
        Purpose = "tests",
        Files = [.. Files.Select(file => new CatalogueFile(file.Key, Precision(file.Key), ContentOf(file.Value)))],
    });

    public ModelStore Store { get; }

    public string Folder => _folder.At("models", "tiny");

    public string At(params string[] parts) => _folder.At(parts);

    /// <summary>The part of a file that was downloaded so far.</summary>
    public string Part(string file) => _folder.At(["models", "tiny.partial", .. (file + ".part").Split('/')]);

    public string Installed(string file) => Path.Combine([Folder, .. file.Split('/')]);

    public static PullOptions Options(string place) => new() { Base = place, Waits = [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero] };

    public PullResult Pull(string place, params ModelPrecision[] precisions) =>
        Store.Pull("tiny", Options(place) with { Precisions = precisions.Length == 0 ? [ModelPrecision.Int8] : precisions });

    /// <summary>The file that a request names in the layout of the hub; null for other layouts.</summary>
    public static string? OnHub(ServerRequest request) =>
        request.Path.StartsWith("/someone/tiny/resolve/abc/", StringComparison.Ordinal) ? request.Path["/someone/tiny/resolve/abc/".Length..] : null;

    /// <summary>
    /// A server that has the model as the hub has it; <paramref name="special"/> may answer otherwise for the int8 weights, by the number of the
    /// request for them.
    /// </summary>
    public static ModelServer Serve(Func<ServerRequest, int, ServerReply?>? special = null)
    {
        int asked = 0;
        return new ModelServer(request =>
        {
            if (OnHub(request) is not { } file || !Files.TryGetValue(file, out byte[]? content)) return new ServerReply(404, []);
            return (file == Int8 ? special?.Invoke(request, asked++) : null) ?? ModelServer.Good(request, content);
        });
    }

    /// <summary>Requests for the int8 weights.</summary>
    public static ServerRequest[] ForInt8(ModelServer server) => [.. server.Requests.Where(request => request.Path.EndsWith(Int8, StringComparison.Ordinal))];

    /// <summary>The model is in the store, whole, and nothing else is.</summary>
    public void AssertWhole(params string[] weights)
    {
        string[] common = [.. Files.Keys.Where(file => !file.StartsWith("onnx/", StringComparison.Ordinal))];
        foreach (string file in common.Concat(weights)) Assert.Equal(Files[file], File.ReadAllBytes(Installed(file)));
        Assert.NotNull(Store.Find("tiny"));
        Assert.All(Store.Verify("tiny", default), file => Assert.Equal(FileState.Ok, file.State));
        Assert.False(Directory.Exists(Folder + ".partial"), "what was gathered is left");
    }

    /// <summary>Writes the model in the layout of Hugging Face.</summary>
    public void WriteTo(string folder)
    {
        foreach ((string name, byte[] content) in Files)
        {
            string path = Path.Combine([folder, .. name.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    public static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Bytes of no meaning, the same for a seed.</summary>
    public static byte[] Bytes(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) bytes[i] = (byte)random.NextUInt64();
        return bytes;
    }

    public void Dispose() => _folder.Dispose();

    private static FileContent ContentOf(byte[] content) => new(content.Length, Sum(content));

    private static ModelPrecision? Precision(string file) => file switch { Int8 => ModelPrecision.Int8, Fp32 => ModelPrecision.Fp32, _ => null };
}
