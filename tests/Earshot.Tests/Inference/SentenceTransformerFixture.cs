using Earshot.Inference.Catalogue;
using Earshot.Inference.Teachers;

namespace Earshot.Tests.Inference;

/// <summary>The two teachers, opened once for all tests of a class; they are used one test at a time.</summary>
public sealed class SentenceTransformerFixture : IDisposable
{
    private readonly Lazy<SentenceTransformer> _float32 = new(() => Open(ModelPrecision.Fp32));
    private readonly Lazy<SentenceTransformer> _int8 = new(() => Open(ModelPrecision.Int8));

    public static string Folder => Shared.Path("models/all-MiniLM-L6-v2");

    public SentenceTransformer Float32 => _float32.Value;

    public SentenceTransformer Int8 => _int8.Value;

    public SentenceTransformer Of(ModelPrecision precision) => precision == ModelPrecision.Int8 ? Int8 : Float32;

    public static SentenceTransformer Open(ModelPrecision precision) => SentenceTransformer.Open(Folder, precision, OnnxLibrary.Path);

    public void Dispose()
    {
        if (_float32.IsValueCreated) _float32.Value.Dispose();
        if (_int8.IsValueCreated) _int8.Value.Dispose();
    }
}
