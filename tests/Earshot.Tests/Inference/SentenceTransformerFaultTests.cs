using Earshot.Core;
using Earshot.Inference.Catalogue;
using Earshot.Inference.Teachers;

namespace Earshot.Tests.Inference;

/// <summary>What a user is told whose model folder or library is not what it should be.</summary>
public sealed class SentenceTransformerFaultTests : IDisposable
{
    private const string Int8File = "onnx/model_qint8_avx512_vnni.onnx";

    private readonly TemporaryFolder _temporary = new();
    private readonly string _folder;

    public SentenceTransformerFaultTests()
    {
        _folder = Path.Combine(_temporary.Path, "all-MiniLM-L6-v2");
        string model = SentenceTransformerFixture.Folder;
        foreach (string file in new[] { "config.json", "vocab.txt", "sentence_bert_config.json", "1_Pooling/config.json", Int8File })
        {
            string copy = Path.Combine(_folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllBytes(copy, File.ReadAllBytes(Path.Combine(model, file)));
        }
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named_with_the_command_that_shows_what_is()
    {
        string missing = Path.Combine(_temporary.Path, "none", "all-MiniLM-L6-v2");
        EarshotException fault = Assert.Throws<EarshotException>(() => SentenceTransformer.Open(missing, ModelPrecision.Int8, OnnxLibrary.Path));
        Assert.Equal($"the model folder {missing} does not exist", fault.Message);
        Assert.Contains("`earshot models list`", fault.Hint);
    }

    [Theory]
    [InlineData("config.json", "the model folder FOLDER is no model: it has no config.json")]
    [InlineData("vocab.txt", "FOLDER/vocab.txt is missing")]
    [InlineData("sentence_bert_config.json", "FOLDER/sentence_bert_config.json is missing")]
    [InlineData("1_Pooling/config.json", "FOLDER/1_Pooling/config.json is missing")]
    [InlineData(Int8File, "the model folder FOLDER has no ONNX file (onnx/model.onnx, or an int8 one beside it)")]
    public void A_file_that_is_missing_is_named(string file, string message)
    {
        File.Delete(Path.Combine(_folder, file));
        EarshotException fault = Open();
        Assert.Equal(message.Replace("FOLDER", _folder), fault.Message);
        Assert.Contains("a model that `earshot models list` shows", fault.Hint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(20_000_000)]
    public void A_model_cut_off_is_named_with_the_command_that_compares_it(int bytes)
    {
        string file = Path.Combine(_folder, Int8File);
        using (FileStream stream = File.OpenWrite(file)) stream.SetLength(bytes);
        EarshotException fault = Open();
        Assert.StartsWith($"{file} can't be used: ", fault.Message);
        Assert.Contains("earshot models verify", fault.Hint);
    }

    [Fact]
    public void A_model_overwritten_with_noise_is_named()
    {
        string file = Path.Combine(_folder, Int8File);
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(file, noise);
        Assert.StartsWith($"{file} can't be used: ", Open().Message);
    }

    [Theory]
    [InlineData("config.json", "\"bert\"", "\"roberta\"", "model_type is roberta, not bert")]
    [InlineData("config.json", "\"hidden_size\": 384", "\"hidden_size\": \"wide\"", "hidden_size is missing or not a number above 0")]
    [InlineData("config.json", "{", "[", "it is not JSON")]
    [InlineData("config.json", "\"hidden_size\": 384", "\"hidden_size\": 768", "not Float32 [?, ?, 768] first")]
    [InlineData("sentence_bert_config.json", "256", "2560", "max_seq_length is 2560, not 3 to 512")]
    [InlineData(
        "1_Pooling/config.json",
        "\"pooling_mode_cls_token\": false",
        "\"pooling_mode_cls_token\": true",
        "pooling is pooling_mode_cls_token and pooling_mode_mean_tokens, not pooling_mode_mean_tokens alone")]
    [InlineData("vocab.txt", "payment", "paxment", "it is damaged or not the vocabulary of bert-base-uncased")]
    public void A_model_of_another_kind_is_refused_with_what_is_different(string file, string old, string changed, string reason)
    {
        string path = Path.Combine(_folder, file);
        string text = File.ReadAllText(path);
        Assert.Contains(old, text);
        File.WriteAllText(path, text.Replace(old, changed));
        EarshotException fault = Open();
        Assert.Contains(reason, fault.Message);
        Assert.StartsWith(_folder, fault.Message);
        Assert.NotNull(fault.Hint);
    }

    [Fact]
    public void A_classifier_in_place_of_a_sentence_model_is_refused_with_its_outputs()
    {
        string classifier = Directory.GetFiles(Shared.Path("models/tiny-distilbert-sst2/onnx"), "*.onnx")[0];
        File.WriteAllBytes(Path.Combine(_folder, Int8File), File.ReadAllBytes(classifier));
        Assert.Contains("it gives logits", Open().Message);
    }

    [Fact]
    public void Other_limits_make_another_model_of_the_same_file()
    {
        File.WriteAllText(Path.Combine(_folder, "sentence_bert_config.json"), """{ "max_seq_length": 128 }""");
        using var teacher = SentenceTransformer.Open(_folder + Path.DirectorySeparatorChar, ModelPrecision.Int8, OnnxLibrary.Path);
        Assert.Equal("all-MiniLM-L6-v2@b7fffd901c3e/int8/128-tokens", teacher.Model);
    }

    [Theory]
    [InlineData("model.onnx", ModelPrecision.Fp32)]
    [InlineData("onnx/model.onnx", ModelPrecision.Fp32)]
    [InlineData("onnx/model_int8.onnx", ModelPrecision.Int8)]
    [InlineData("onnx/model_quantized.onnx", ModelPrecision.Int8)]
    [InlineData("onnx/model_qint8_arm64.onnx", ModelPrecision.Int8)]
    [InlineData("onnx/model_quint8_avx2.onnx", ModelPrecision.Int8)]
    public void A_folder_that_is_found_to_hold_a_model_can_be_opened_whatever_its_weights_are_called(string weights, ModelPrecision precision)
    {
        string folder = _temporary.At("hf2");
        SmallTransformer.WriteTo(folder, 64, weights);
        Assert.Equal([precision], ModelFolder.OfPath(folder).Precisions);
        using var teacher = SentenceTransformer.Open(folder, precision, OnnxLibrary.Path);
        Assert.Equal(new SentenceTransformerFolder(ModelFolder.OfPath(folder), precision).Model, teacher.Model);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("sentence_bert_config.json")]
    [InlineData("onnx/model_quantized.onnx")]
    public void A_recorded_folder_is_compared_whole_before_it_is_opened(string file)
    {
        string folder = _temporary.At("hf2");
        SmallTransformer.WriteTo(folder, 64);
        SmallTransformer.Record(folder);
        SentenceTransformer.Open(folder, ModelPrecision.Int8, OnnxLibrary.Path).Dispose();
        byte[] content = File.ReadAllBytes(Path.Combine(folder, file));
        content[^1] ^= 1;
        File.WriteAllBytes(Path.Combine(folder, file), content);
        EarshotException fault = Assert.Throws<EarshotException>(() => SentenceTransformer.Open(folder, ModelPrecision.Int8, OnnxLibrary.Path));
        Assert.StartsWith($"{Path.Combine(folder, file)} was changed", fault.Message);
        Assert.Equal("mend it with `earshot models pull hf2`", fault.Hint);
    }

    [Fact]
    public void A_library_that_is_not_there_is_named_with_the_command_that_installs_it()
    {
        string missing = Path.Combine(_temporary.Path, "libonnxruntime.so.1");
        EarshotException fault = Assert.Throws<EarshotException>(() => SentenceTransformer.Open(_folder, ModelPrecision.Int8, missing));
        Assert.Equal($"ONNX Runtime's library is not at {missing}", fault.Message);
        Assert.Equal("install it with: earshot models pull all-MiniLM-L6-v2", fault.Hint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(4096)]
    [InlineData(20_000_000)]
    public void A_library_cut_off_is_named_and_does_not_take_the_process_down(int bytes)
    {
        string cut = Path.Combine(_temporary.Path, $"cut{bytes}.so");
        File.WriteAllBytes(cut, File.ReadAllBytes(OnnxLibrary.Path).AsSpan(0, bytes).ToArray());
        EarshotException fault = Assert.Throws<EarshotException>(() => SentenceTransformer.Open(_folder, ModelPrecision.Int8, cut));
        Assert.StartsWith($"ONNX Runtime's library {cut} could not be loaded", fault.Message);
        Assert.Equal("mend it with: earshot models verify", fault.Hint);
    }

    [Fact]
    public void A_library_of_something_else_is_named()
    {
        string other = Earshot.Storage.DuckDb.NativeLibraryLocator.ExpectedPath;
        EarshotException fault = Assert.Throws<EarshotException>(() => SentenceTransformer.Open(_folder, ModelPrecision.Int8, other));
        Assert.StartsWith($"ONNX Runtime's library {other} could not be loaded", fault.Message);
    }

    public void Dispose() => _temporary.Dispose();

    private EarshotException Open() => Assert.Throws<EarshotException>(() => SentenceTransformer.Open(_folder, ModelPrecision.Int8, OnnxLibrary.Path));
}
