namespace Earshot.Inference.Catalogue;

/// <summary>A file of a model.</summary>
/// <param name="Path">Below the model's folder, divided by slashes: <c>onnx/model.onnx</c>.</param>
/// <param name="Precision">Whose weights it holds; null for what every precision needs.</param>
/// <param name="Contents">Contents that are accepted; the first is the one the project measured.</param>
internal sealed record CatalogueFile(string Path, ModelPrecision? Precision, params IReadOnlyList<FileContent> Contents)
{
    /// <summary>Length of the content the project measured, by which sizes are told before the file is here.</summary>
    public long Bytes => Contents[0].Bytes;

    /// <summary>Full path of the file in a folder of the model.</summary>
    public string In(string folder) => System.IO.Path.Combine([folder, .. Path.Split('/')]);
}

/// <summary>A model that can be pulled by name.</summary>
internal sealed record CatalogueModel
{
    public required string Name { get; init; }

    /// <summary>Who has it on the hub: the part of the address before the name.</summary>
    public required string Publisher { get; init; }

    /// <summary>Commit of the publisher's repository.</summary>
    public required string Revision { get; init; }

    /// <summary>SPDX identifier.</summary>
    public required string Licence { get; init; }

    /// <summary>What it is for, one phrase.</summary>
    public required string Purpose { get; init; }

    public required IReadOnlyList<CatalogueFile> Files { get; init; }

    /// <summary>Precisions there are weights of.</summary>
    public IEnumerable<ModelPrecision> Precisions => Files.Select(file => file.Precision).OfType<ModelPrecision>().Distinct().Order();

    /// <summary>The files that some precisions need.</summary>
    public IEnumerable<CatalogueFile> FilesOf(IReadOnlyCollection<ModelPrecision> precisions) =>
        Files.Where(file => file.Precision is not { } own || precisions.Contains(own));
}
