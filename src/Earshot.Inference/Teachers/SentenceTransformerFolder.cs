using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Earshot.Core;
using Earshot.Inference.Catalogue;

namespace Earshot.Inference.Teachers;

/// <summary>
/// A model folder in the layout of sentence-transformers on the Hugging Face hub, checked to be what <see cref="SentenceTransformer"/> can run:
/// BERT with the vocabulary of this program, mean pooling.
/// </summary>
internal sealed class SentenceTransformerFolder
{
    private static readonly string[] Int8Files =
    [
        .. RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ["model_qint8_arm64.onnx"] : Array.Empty<string>(),
        "model_qint8_avx512_vnni.onnx",
        "model_qint8_avx512.onnx",
        "model_quint8_avx2.onnx",
        "model_quantized.onnx",
        "model_qint8_arm64.onnx",
    ];

    private readonly string _path;

    /// <summary>Reads the configuration and the hash of the model in <paramref name="precision"/>.</summary>
    /// <exception cref="EarshotException">The folder or a file of it is missing, damaged, or of a model of another kind.</exception>
    public SentenceTransformerFolder(string path, ModelPrecision precision)
    {
        _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Name = Path.GetFileName(_path);
        if (!Directory.Exists(_path)) throw new EarshotException($"there is no model folder {_path}", PullHint);

        using JsonDocument config = ReadJson("config.json", out string configFile);
        if (Text(config, "model_type") is var type && type != "bert") throw Unsupported(configFile, $"model_type is {type ?? "missing"}, not bert");
        Dimensions = Number(config, "hidden_size", configFile);
        int positions = Number(config, "max_position_embeddings", configFile);

        using JsonDocument sentences = ReadJson("sentence_bert_config.json", out string sentencesFile);
        LongestText = Number(sentences, "max_seq_length", sentencesFile);
        if (LongestText < 3 || LongestText > positions) throw Unsupported(sentencesFile, $"max_seq_length is {LongestText}, not 3 to {positions}");

        using JsonDocument pooling = ReadJson(Path.Combine("1_Pooling", "config.json"), out string poolingFile);
        string[] modes =
        [
            .. pooling.RootElement.EnumerateObject()
                .Where(property => property.Name.StartsWith("pooling_mode_", StringComparison.Ordinal) && property.Value.ValueKind == JsonValueKind.True)
                .Select(property => property.Name),
        ];
        if (modes is not ["pooling_mode_mean_tokens"])
            throw Unsupported(poolingFile, $"pooling is {(modes.Length == 0 ? "not said" : string.Join(" and ", modes))}, not pooling_mode_mean_tokens alone");

        string vocabulary = Existing("vocab.txt");
        if (!File.ReadAllBytes(vocabulary).AsSpan().SequenceEqual(EmbeddedFile.Bytes("vocab.txt")))
            throw Unsupported(vocabulary, "it is damaged or not the vocabulary of bert-base-uncased");

        ModelFile = Existing([.. precision == ModelPrecision.Fp32 ? ["model.onnx"] : Int8Files]);
        using FileStream model = Read(ModelFile);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(model));
    }

    /// <summary>The folder's own name.</summary>
    public string Name { get; }

    /// <summary>Numbers of a token's state, and of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Tokens of a text that are used, [CLS] and [SEP] counted.</summary>
    public int LongestText { get; }

    /// <summary>Full path of the model in the precision asked for.</summary>
    public string ModelFile { get; }

    /// <summary>SHA-256 of <see cref="ModelFile"/>, 64 hexadecimal digits.</summary>
    public string Sha256 { get; }

    private string PullHint => $"fetch it with: earshot models pull {(Name.Length > 0 ? Name : "all-MiniLM-L6-v2")}";

    /// <summary>A file of this folder is not what it should be.</summary>
    public static EarshotException Damaged(string file, string reason, Exception? inner = null) =>
        new($"{file} can't be used: {reason}", "compare the model's files with the catalogue: earshot models verify", inner: inner);

    /// <summary>The model is of another kind than this program runs.</summary>
    public static EarshotException Unsupported(string file, string reason) =>
        new($"{file}: {reason}", "take a BERT sentence model with mean pooling: earshot models pull all-MiniLM-L6-v2");

    private static string? Text(JsonDocument document, string property) =>
        document.RootElement.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Number(JsonDocument document, string property, string file) =>
        document.RootElement.TryGetProperty(property, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number > 0
            ? number
            : throw Unsupported(file, $"{property} is missing or not a number above 0");

    private static FileStream Read(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Damaged(file, fault.Message, fault);
        }
    }

    private JsonDocument ReadJson(string relative, out string file)
    {
        file = Existing(relative);
        using FileStream stream = Read(file);
        try
        {
            var document = JsonDocument.Parse(stream);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw Damaged(file, "it is not a JSON object");
        }
        catch (JsonException fault)
        {
            throw Damaged(file, $"it is not JSON ({fault.Message})", fault);
        }
    }

    private string Existing(string relative)
    {
        string file = Path.Combine(_path, relative);
        return File.Exists(file) ? file : throw new EarshotException($"the model {Name} lacks {file}", PullHint);
    }

    /// <summary>The first of these files in the folder onnx.</summary>
    private string Existing(string[] models) =>
        models.Select(name => Path.Combine(_path, "onnx", name)).FirstOrDefault(File.Exists)
        ?? throw new EarshotException($"the model {Name} lacks {Path.Combine(_path, "onnx", models[0])}", PullHint);
}
