using System.Text.Json;
using Earshot.Core;
using Earshot.Inference.Catalogue;

namespace Earshot.Inference.Teachers;

/// <summary>
/// A model folder in the layout of sentence-transformers on the Hugging Face hub, checked to be what <see cref="SentenceTransformer"/> can run:
/// BERT with the vocabulary of this program, mean pooling.
/// </summary>
public sealed class SentenceTransformerFolder
{
    private readonly ModelFolder _folder;

    /// <summary>
    /// Reads the configuration, and the hash of the weights where the folder has no record of it. The weights are not compared with the record.
    /// </summary>
    /// <exception cref="EarshotException">A file is missing, damaged, not the one that was recorded, or of a model of another kind.</exception>
    public SentenceTransformerFolder(ModelFolder folder, ModelPrecision precision)
    {
        _folder = folder;
        using JsonDocument config = ReadJson("config.json", out string configFile);
        if (Text(config, "model_type") is var type && type != "bert") throw Unsupported(configFile, $"model_type is {type ?? "missing"}, not bert");
        Dimensions = Number(config, "hidden_size", configFile);
        int positions = Number(config, "max_position_embeddings", configFile);

        using JsonDocument sentences = ReadJson("sentence_bert_config.json", out string sentencesFile);
        LongestText = Number(sentences, "max_seq_length", sentencesFile);
        if (LongestText < 3 || LongestText > positions) throw Unsupported(sentencesFile, $"max_seq_length is {LongestText}, not 3 to {positions}");

        using JsonDocument pooling = ReadJson("1_Pooling/config.json", out string poolingFile);
        string[] modes =
        [
            .. pooling.RootElement.EnumerateObject()
                .Where(property => property.Name.StartsWith("pooling_mode_", StringComparison.Ordinal) && property.Value.ValueKind == JsonValueKind.True)
                .Select(property => property.Name),
        ];
        if (modes is not ["pooling_mode_mean_tokens"])
            throw Unsupported(poolingFile, $"pooling is {(modes.Length == 0 ? "not said" : string.Join(" and ", modes))}, not pooling_mode_mean_tokens alone");

        string vocabulary = folder.File("vocab.txt");
        if (!Reading(vocabulary, () => File.ReadAllBytes(vocabulary)).AsSpan().SequenceEqual(EmbeddedFile.Bytes("vocab.txt")))
            throw Unsupported(vocabulary, "it is damaged or not the vocabulary of bert-base-uncased");

        ModelFile = folder.Weights(precision);
        Sha256 = Reading(ModelFile, () => folder.Sha256(precision));
        string limit = LongestText == SentenceTransformer.UsualLongestText ? "" : $"/{LongestText}-tokens";
        Model = $"{folder.Name}@{Sha256[..ModelFolder.FingerprintDigits]}/{ModelFolder.Shown(precision)}{limit}";
    }

    /// <summary>
    /// How the model is recorded with its vectors, all of what they depend on: name, first 12 digits of the weights' SHA-256, precision, and the limit
    /// where it is not the usual one: <c>all-MiniLM-L6-v2@b7fffd901c3e/int8</c>, <c>…/int8/128-tokens</c>.
    /// </summary>
    public string Model { get; }

    /// <summary>Numbers of a token's state, and of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Tokens of a text that are used, [CLS] and [SEP] counted.</summary>
    internal int LongestText { get; }

    /// <summary>Full path of the model in the precision asked for.</summary>
    internal string ModelFile { get; }

    /// <summary>SHA-256 of <see cref="ModelFile"/>, 64 hexadecimal digits.</summary>
    internal string Sha256 { get; }

    /// <summary>A file of this folder is not what it should be.</summary>
    internal static EarshotException Damaged(string file, string reason, Exception? inner = null) =>
        new($"{file} can't be used: {reason}", "compare the model's files with the catalogue: earshot models verify", inner: inner);

    /// <summary>The model is of another kind than this program runs.</summary>
    internal static EarshotException Unsupported(string file, string reason) =>
        new($"{file}: {reason}", "take a BERT sentence model with mean pooling: earshot models pull all-MiniLM-L6-v2");

    private static string? Text(JsonDocument document, string property) =>
        document.RootElement.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Number(JsonDocument document, string property, string file) =>
        document.RootElement.TryGetProperty(property, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number > 0
            ? number
            : throw Unsupported(file, $"{property} is missing or not a number above 0");

    private static T Reading<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Damaged(file, fault.Message, fault);
        }
    }

    private JsonDocument ReadJson(string name, out string file)
    {
        string path = file = _folder.File(name);
        byte[] json = Reading(path, () => File.ReadAllBytes(path));
        try
        {
            var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw Damaged(file, "it is not a JSON object");
        }
        catch (JsonException fault)
        {
            throw Damaged(file, $"it is not JSON ({fault.Message})", fault);
        }
    }
}
