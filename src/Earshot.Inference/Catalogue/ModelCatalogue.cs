namespace Earshot.Inference.Catalogue;

/// <summary>The models that can be pulled by name.</summary>
internal sealed class ModelCatalogue(params IReadOnlyList<CatalogueModel> models)
{
    /// <summary>
    /// The catalogue of this version. Of both ONNX files two contents are accepted: the one made and measured for this project, and the
    /// publisher's own of the same name; docs/decisions/model-checksums.md says why.
    /// </summary>
    public static ModelCatalogue Default { get; } = new(
        new CatalogueModel
        {
            Name = "all-MiniLM-L6-v2",
            Publisher = "sentence-transformers",
            Revision = "1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
            Licence = "Apache-2.0",
            Purpose = "sentence embeddings, 384 dimensions, English: the teacher of the student that ships",
            Files =
            [
                Common("config.json", 612, "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
                Common("config_sentence_transformers.json", 116, "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"),
                Common("modules.json", 349, "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"),
                Common("sentence_bert_config.json", 53, "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"),
                Common("special_tokens_map.json", 112, "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"),
                Common("tokenizer.json", 466_247, "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
                Common("tokenizer_config.json", 350, "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"),
                Common("vocab.txt", 231_508, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
                Common("1_Pooling/config.json", 190, "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23"),
                new CatalogueFile(
                    "onnx/model.onnx",
                    ModelPrecision.Fp32,
                    new FileContent(90_378_583, "a06695afb75ba07aa409d6a6573d6404e7a1c0684c80fdc14f6fcea135eb0da8"),
                    new FileContent(90_405_214, "6fd5d72fe4589f189f8ebc006442dbb529bb7ce38f8082112682524616046452")),
                new CatalogueFile(
                    "onnx/model_qint8_avx512_vnni.onnx",
                    ModelPrecision.Int8,
                    new FileContent(22_971_236, "b7fffd901c3ec775b5aba60b6024c4d20e14b7296b0d2f8cee46241d5157afef"),
                    new FileContent(23_026_053, "4278337fd0ff3c68bfb6291042cad8ab363e1d9fbc43dcb499fe91c871902474")),
            ],
        });

    public IReadOnlyList<CatalogueModel> All => models;

    /// <summary>The model of a name, in any case; null where there is none.</summary>
    public CatalogueModel? Find(string name) => models.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase));

    private static CatalogueFile Common(string path, long bytes, string sha256) => new(path, null, new FileContent(bytes, sha256));
}
