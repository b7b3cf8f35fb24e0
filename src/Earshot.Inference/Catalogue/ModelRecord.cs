using System.Text.Json;
using System.Text.Json.Serialization;

namespace Earshot.Inference.Catalogue;

/// <summary>A file as it was taken.</summary>
/// <param name="Changed">Whether it is none that the catalogue knows and was taken because the user said so.</param>
/// <param name="From">The address or file it came from.</param>
internal sealed record RecordedFile(string Path, ModelPrecision? Precision, long Bytes, string Sha256, bool Changed, string From)
{
    [JsonIgnore]
    public FileContent Content => new(Bytes, Sha256);
}

/// <summary>
/// What lies in a folder of the store: written last, so that a folder with it is whole. <c>verify</c> checks against it.
/// </summary>
internal sealed record ModelRecord(string Name, string Revision, IReadOnlyList<RecordedFile> Files)
{
    public const string FileName = "earshot-model.json";

    /// <summary>Reads the record of a folder; null where there is none that can be read.</summary>
    public static ModelRecord? Read(string folder) => RecordFile.Read(Path.Combine(folder, FileName), CatalogueJson.Default.ModelRecord);

    public void Write(string folder) => RecordFile.Write(Path.Combine(folder, FileName), this, CatalogueJson.Default.ModelRecord);
}

/// <summary>Reads and writes records beside files: whole or not at all.</summary>
internal static class RecordFile
{
    public static T? Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public static void Write<T>(string path, T record, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        string temporary = path + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(record, type));
        File.Move(temporary, path, overwrite: true);
    }
}

/// <summary>How records are written: snake_case, indented.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelRecord))]
[JsonSerializable(typeof(RuntimeRecord))]
[JsonSerializable(typeof(DownloadState))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
