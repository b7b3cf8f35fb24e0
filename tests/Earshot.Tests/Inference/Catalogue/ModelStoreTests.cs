using Earshot.Core;
using Earshot.Inference.Catalogue;

namespace Earshot.Tests.Inference.Catalogue;

/// <summary>What the store says of models that are whole, damaged, or not there.</summary>
public sealed class ModelStoreTests : IDisposable
{
    private readonly TinyModel _tiny = new();

    public ModelStoreTests() => _tiny.WriteTo(_tiny.At("source", "tiny"));

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void An_empty_store_has_nothing_and_makes_nothing()
    {
        Assert.Null(_tiny.Store.Find("tiny"));
        Assert.Null(_tiny.Store.RuntimeLibrary());
        Assert.Empty(_tiny.Store.Verify(null, default));
        Assert.All(_tiny.Store.List(), model => Assert.Equal(ModelState.Missing, model.State));
        EarshotException fault = Assert.Throws<EarshotException>(() => _tiny.Store.Resolve("tiny"));
        Assert.Contains("the model tiny is not here", fault.Message);
        Assert.Equal("get it with `earshot models pull tiny`", fault.Hint);
        Assert.Equal("fetch it with `earshot models pull onnxruntime`", Assert.Throws<EarshotException>(() => _tiny.Store.RequireRuntimeLibrary()).Hint);
        Assert.False(Directory.Exists(_tiny.Store.Folder));
    }

    [Fact]
    public void A_tampered_file_is_named_refused_and_mended_by_a_pull_that_takes_it_alone()
    {
        _tiny.Pull(_tiny.At("source"));
        byte[] tampered = [.. TinyModel.Files[TinyModel.Int8]];
        tampered[^1] ^= 1;
        File.WriteAllBytes(_tiny.Installed(TinyModel.Int8), tampered);

        CheckedFile damaged = Assert.Single(_tiny.Store.Verify(null, default), file => file.State != FileState.Ok);
        Assert.Equal(("tiny", TinyModel.Int8, FileState.Changed, "earshot models pull tiny"), (damaged.Model, damaged.Path, damaged.State, damaged.Mend));
        Assert.Contains(TinyModel.Sum(tampered), damaged.Words);
        EarshotException fault = Assert.Throws<EarshotException>(() => _tiny.Store.Resolve("tiny").Check(ModelPrecision.Int8));
        Assert.StartsWith(_tiny.Installed(TinyModel.Int8) + " was changed", fault.Message);
        Assert.Equal("mend it with `earshot models pull tiny`", fault.Hint);

        Assert.Equal(tampered.Length, _tiny.Pull(_tiny.At("source")).BytesTaken);
        _tiny.AssertWhole(TinyModel.Int8);
    }

    [Fact]
    public void Truncated_and_missing_files_are_named_and_the_precision_that_mends_them()
    {
        _tiny.Pull(_tiny.At("source"), ModelPrecision.Fp32);
        using (FileStream file = File.OpenWrite(_tiny.Installed(TinyModel.Fp32))) file.SetLength(12);
        File.Delete(_tiny.Installed("config.json"));
        Assert.Equal(
            ["config.json is missing: earshot models pull tiny --precision fp32",
                "onnx/model.onnx is truncated: 12 of 1,500,000 bytes: earshot models pull tiny --precision fp32"],
            _tiny.Store.Verify("tiny", default).Where(file => file.State != FileState.Ok).Select(file => $"{file.Path} {file.Words}: {file.Mend}"));
        Assert.Equal([ModelState.Missing, ModelState.Damaged], _tiny.Store.List().Take(2).Select(model => model.State));
        EarshotException fault = Assert.Throws<EarshotException>(() => _tiny.Store.Resolve("tiny").Check(ModelPrecision.Fp32));
        Assert.Contains("config.json is missing", fault.Message);
        Assert.Equal("mend it with `earshot models pull tiny --precision fp32`", fault.Hint);
        Assert.Contains("is missing", Assert.Throws<EarshotException>(() => _tiny.Store.Resolve("tiny").File("config.json")).Message);
        _tiny.Pull(_tiny.At("source"), ModelPrecision.Fp32);
        _tiny.AssertWhole(TinyModel.Fp32);
    }

    [Fact]
    public void Weights_that_were_not_pulled_are_asked_for_by_their_precision()
    {
        _tiny.Pull(_tiny.At("source"));
        EarshotException fault = Assert.Throws<EarshotException>(() => _tiny.Store.Resolve("TINY").Weights(ModelPrecision.Fp32));
        Assert.Equal("take them with `earshot models pull tiny --precision fp32`", fault.Hint);
    }

    [Fact]
    public void A_folder_in_the_layout_of_hugging_face_works_by_its_path()
    {
        ModelFolder model = _tiny.Store.Resolve(_tiny.At("source", "tiny") + "/");
        Assert.Equal(("tiny", "", _tiny.At("source", "tiny")), (model.Name, model.Revision, model.Path));
        Assert.Equal([ModelPrecision.Int8, ModelPrecision.Fp32], model.Precisions);
        Assert.Equal(TinyModel.Files[TinyModel.Fp32], File.ReadAllBytes(model.Weights(ModelPrecision.Fp32)));
        Assert.Equal(TinyModel.Sum(TinyModel.Files[TinyModel.Int8])[..12], model.Fingerprint(ModelPrecision.Int8));
        Assert.All(_tiny.Store.Verify(_tiny.At("source", "tiny"), default), file => Assert.Equal(FileState.Ok, file.State));
        Assert.Contains("vocab.txt is missing", Assert.Throws<EarshotException>(() => model.File("vocab.txt")).Message);
    }

    [Fact]
    public void A_path_without_a_model_says_what_it_lacks()
    {
        Assert.EndsWith("does not exist", Assert.Throws<EarshotException>(() => _tiny.Store.Resolve("./nowhere")).Message);
        Assert.EndsWith("it has no config.json", Assert.Throws<EarshotException>(() => _tiny.Store.Resolve(_tiny.At("source"))).Message);
        Directory.Delete(_tiny.At("source", "tiny", "onnx"), recursive: true);
        Assert.Contains("has no ONNX file", Assert.Throws<EarshotException>(() => _tiny.Store.Resolve(_tiny.At("source", "tiny"))).Message);
        Assert.Contains("there is no model 'other' in the catalogue", Assert.Throws<EarshotException>(() => _tiny.Store.Resolve("other")).Message);
    }

    [Fact]
    public void A_model_that_is_removed_is_gone_with_what_a_broken_pull_left()
    {
        _tiny.Pull(_tiny.At("source"));
        Directory.CreateDirectory(_tiny.Folder + ".partial");
        File.WriteAllText(_tiny.Folder + ".partial/rest", "123");
        Assert.True(_tiny.Store.Remove("tiny") > 700_000);
        Assert.Equal([".lock"], Directory.GetFileSystemEntries(_tiny.Store.Folder).Select(Path.GetFileName));
        Assert.Contains("there is nothing of tiny", Assert.Throws<EarshotException>(() => _tiny.Store.Remove("tiny")).Message);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../source")]
    [InlineData("/")]
    public void Nothing_outside_the_store_can_be_removed(string name)
    {
        Assert.Throws<EarshotException>(() => _tiny.Store.Remove(name));
        Assert.True(File.Exists(_tiny.At("source", "tiny", "config.json")));
    }

    [Fact]
    public void The_catalogue_of_this_version_knows_the_files_that_were_measured()
    {
        string folder = Shared.Path("models/all-MiniLM-L6-v2");
        CatalogueModel model = ModelCatalogue.Default.Find("all-MiniLM-L6-v2")!;
        foreach (CatalogueFile file in model.Files) Assert.Equal(file.Contents[0], FileContent.Of(file.In(folder)));
        Assert.All(model.Files.SelectMany(file => file.Contents), content => Assert.Matches("^[0-9a-f]{64}$", content.Sha256));
    }

    [Fact]
    public void The_real_model_comes_from_the_folder_of_reference_models()
    {
        ModelStore store = new(_tiny.At("real"));
        PullResult result = store.Pull("all-MiniLM-L6-v2", TinyModel.Options(Shared.Path("models")));
        Assert.Equal(23_670_773, result.BytesTaken);
        Assert.Equal("b7fffd901c3e", store.Find("all-MiniLM-L6-v2")!.Fingerprint(ModelPrecision.Int8));
        Assert.Equal(22_971_236, new FileInfo(store.Find("all-MiniLM-L6-v2")!.Weights(ModelPrecision.Int8)).Length);
        Assert.All(store.Verify(null, default), file => Assert.Equal(FileState.Ok, file.State));
    }
}
