using Earshot.Core;

namespace Earshot.Inference.Catalogue;

/// <summary>Looks at folders of a store: what is there of a model, and whether it is as it was taken.</summary>
internal static class StoreListing
{
    /// <summary>What a store has of a model in one precision.</summary>
    public static StoredModel Of(string store, CatalogueModel model, ModelPrecision precision)
    {
        string folder = Path.Combine(store, model.Name);
        CatalogueFile[] files = [.. model.FilesOf([precision])];
        long bytes = files.Sum(file => file.Bytes);
        (ModelState state, int percent) = State(store, folder, files, precision, bytes);
        return new StoredModel(model.Name, model.Revision, precision, bytes, state, percent, model.Licence, model.Purpose, folder);
    }

    /// <summary>What a store has of ONNX Runtime.</summary>
    public static StoredModel OfRuntime(OnnxRuntimePackage package, string? library)
    {
        string? found = library is null ? package.Find() : File.Exists(library) ? library : null;
        ModelState state = found is not null ? ModelState.Present : library is not null || package.IsRecorded ? ModelState.Damaged : ModelState.Missing;
        string place = library ?? found ?? package.Folder;
        string version = library is null ? OnnxRuntimePackage.Version : "";
        (long bytes, int percent) = found is null ? (0, 0) : (new FileInfo(found).Length, 100);
        return new StoredModel(ModelStore.Runtime, version, null, bytes, state, percent, "MIT", "runs the models", place);
    }

    /// <summary>Compares every file of a folder with its record, or with the catalogue where it has none.</summary>
    /// <exception cref="EarshotException">Nothing is known of it.</exception>
    public static IReadOnlyList<CheckedFile> Verify(string folder, ModelCatalogue catalogue, CancellationToken cancellation)
    {
        if (ModelRecord.Read(folder) is { } record)
        {
            // what every precision needs is mended with one that is here
            ModelPrecision? own = record.Files.Select(file => file.Precision).Where(precision => precision is not null).Order().FirstOrDefault();
            return
            [
                .. record.Files.Select(file => CheckedFile.Of(
                    record.Name, file.Path, Path.Combine([folder, .. file.Path.Split('/')]), [file.Content], file.Precision ?? own, cancellation)),
            ];
        }

        CatalogueModel model = catalogue.Find(Path.GetFileName(folder))
            ?? throw new EarshotException(
                $"{folder} can't be verified: the catalogue has no model '{Path.GetFileName(folder)}'",
                "what `earshot models pull` took can be verified");
        ModelPrecision[] there = [.. model.Precisions.Where(precision => model.Files.Any(file => file.Precision == precision && File.Exists(file.In(folder))))];
        return [.. model.FilesOf(there).Select(file => CheckedFile.Of(model.Name, file.Path, file.In(folder), file.Contents, file.Precision, cancellation))];
    }

    private static (ModelState State, int Percent) State(string store, string folder, CatalogueFile[] files, ModelPrecision precision, long bytes)
    {
        ModelRecord? record = ModelRecord.Read(folder);
        RecordedFile[] recorded = record is not null && record.Files.Any(file => file.Precision == precision)
            ? [.. record.Files.Where(file => file.Precision is null || file.Precision == precision)]
            : [];
        if (recorded.Length > 0)
        {
            bool isWhole = recorded.All(file => FileDownload.Length(Path.Combine([folder, .. file.Path.Split('/')])) == file.Bytes);
            return (isWhole ? ModelState.Present : ModelState.Damaged, isWhole ? 100 : 0);
        }

        // with another precision here, only its own weights tell of a pull that was broken off
        string partial = ModelPull.PartialFolder(store, Path.GetFileName(folder));
        long gathered = files.Where(file => record is null || file.Precision is not null).Sum(file =>
            new[] { file.In(folder), file.In(partial), ModelPull.Part(file.In(partial)) }.Max(FileDownload.Length));
        return gathered == 0 ? (ModelState.Missing, 0) : (ModelState.Partial, (int)Math.Min(99, gathered * 100 / bytes));
    }
}
