using System.Runtime.InteropServices;
using Earshot.Core;

namespace Earshot.Inference.Catalogue;

/// <summary>A folder with a model in the layout of Hugging Face: of the store, whose files are checked against its record, or any by path.</summary>
public sealed class ModelFolder
{
    internal const int FingerprintDigits = 12;

    private static readonly (ModelPrecision Precision, string[] Names)[] WeightNames =
    [
        (ModelPrecision.Int8,
        [
            .. RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ["onnx/model_qint8_arm64.onnx"] : Array.Empty<string>(),
            "onnx/model_qint8_avx512_vnni.onnx", "onnx/model_qint8_avx512.onnx", "onnx/model_quint8_avx2.onnx", "onnx/model_quantized.onnx",
            "onnx/model_int8.onnx", "onnx/model_qint8_arm64.onnx",
        ]),
        (ModelPrecision.Fp32, ["onnx/model.onnx", "model.onnx"]),
    ];

    private readonly ModelRecord? _record;
    private readonly Dictionary<ModelPrecision, string> _weights;

    private ModelFolder(string name, string path, ModelRecord? record, Dictionary<ModelPrecision, string> weights)
    {
        Name = name;
        Path = path;
        _record = record;
        _weights = weights;
    }

    /// <summary>The name in the catalogue, or that of the folder.</summary>
    public string Name { get; }

    /// <summary>Commit of the publisher; empty for a folder by path, whose <see cref="Fingerprint"/> tells it apart.</summary>
    public string Revision => _record?.Revision ?? "";

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Precisions there are weights of, the smaller first.</summary>
    public IReadOnlyList<ModelPrecision> Precisions => [.. _weights.Keys.Order()];

    /// <summary>Full path of the ONNX file of a precision, as it is: <see cref="Check"/> compares it.</summary>
    /// <exception cref="EarshotException">There are no such weights; the hint gets them.</exception>
    public string Weights(ModelPrecision precision) => FullPath(WeightsName(precision));

    /// <summary>The SHA-256 of the weights, 64 hexadecimal digits: the recorded one, else the file's, which is then read.</summary>
    /// <exception cref="EarshotException">There are no such weights.</exception>
    public string Sha256(ModelPrecision precision)
    {
        string name = WeightsName(precision);
        return Recorded(name)?.Sha256 ?? FileContent.Of(FullPath(name)).Sha256;
    }

    /// <summary>The first 12 digits of <see cref="Sha256"/>: tells the vectors of two models of one name apart.</summary>
    /// <exception cref="EarshotException">There are no such weights.</exception>
    public string Fingerprint(ModelPrecision precision) => Sha256(precision)[..FingerprintDigits];

    /// <summary>Reads every recorded file that a precision needs and compares it; a folder without a record has nothing to be compared with.</summary>
    /// <exception cref="EarshotException">There are no such weights, or a file is missing, truncated or changed; the hint mends it.</exception>
    public void Check(ModelPrecision precision)
    {
        WeightsName(precision);
        foreach (RecordedFile file in _record?.Files ?? [])
            if (file.Precision is null || file.Precision == precision) Compare(file, precision);
    }

    /// <summary>Full path of a file such as <c>vocab.txt</c>, read and compared with the record first where it stands there.</summary>
    /// <exception cref="EarshotException">The file is missing, truncated or changed; the hint mends it.</exception>
    public string File(string name)
    {
        string path = FullPath(name);
        if (Recorded(name) is { } recorded)
        {
            Compare(recorded, recorded.Precision);
            return path;
        }

        return System.IO.File.Exists(path)
            ? path
            : throw new EarshotException($"{path} is missing", "put the file there, or use a model that `earshot models list` shows");
    }

    /// <summary>A precision as the command line writes it.</summary>
    internal static string Shown(ModelPrecision precision) => precision == ModelPrecision.Int8 ? "int8" : "fp32";

    /// <summary>A folder of the store, by its record.</summary>
    internal static ModelFolder OfStore(string path, ModelRecord record) => new(
        record.Name, path, record, record.Files.Where(file => file.Precision is not null).ToDictionary(file => file.Precision!.Value, file => file.Path));

    /// <summary>Any folder.</summary>
    /// <exception cref="EarshotException">It holds no model.</exception>
    internal static ModelFolder OfPath(string path)
    {
        path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (ModelRecord.Read(path) is { } record) return OfStore(path, record);
        Dictionary<ModelPrecision, string> weights = [];
        foreach ((ModelPrecision precision, string[] names) in WeightNames)
            if (Array.Find(names, name => System.IO.File.Exists(System.IO.Path.Combine(path, name))) is { } found) weights.Add(precision, found);
        string? missing = !Directory.Exists(path) ? "does not exist"
            : !System.IO.File.Exists(System.IO.Path.Combine(path, "config.json")) ? "is no model: it has no config.json"
            : weights.Count == 0 ? "has no ONNX file (onnx/model.onnx, or an int8 one beside it)"
            : null;
        if (missing is not null)
            throw new EarshotException(
                $"the model folder {path} {missing}",
                "name a folder in the layout of Hugging Face, or a model that `earshot models list` shows", 3);
        return new ModelFolder(System.IO.Path.GetFileName(path), path, null, weights);
    }

    private void Compare(RecordedFile file, ModelPrecision? precision)
    {
        string path = FullPath(file.Path);
        CheckedFile check = CheckedFile.Of(Name, file.Path, path, [file.Content], precision, CancellationToken.None);
        if (check.State != FileState.Ok) throw new EarshotException($"{path} {check.Words}", $"mend it with `{check.Mend}`");
    }

    private string WeightsName(ModelPrecision precision)
    {
        if (_weights.TryGetValue(precision, out string? name)) return name;
        string hint = _record is null
            ? $"put {WeightNames.First(entry => entry.Precision == precision).Names[0]} there"
            : $"take them with `earshot models pull {Name} --precision {Shown(precision)}`";
        throw new EarshotException($"{Path} has no {Shown(precision)} weights of {Name}", hint);
    }

    private RecordedFile? Recorded(string name) => _record?.Files.FirstOrDefault(file => file.Path == name);

    private string FullPath(string name) => System.IO.Path.Combine([Path, .. name.Split('/')]);
}
