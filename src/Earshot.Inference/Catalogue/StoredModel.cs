using System.Text.Json.Serialization;

namespace Earshot.Inference.Catalogue;

/// <summary>What the store has of a model.</summary>
public enum ModelState
{
    /// <summary>All files, of the right lengths.</summary>
    [JsonStringEnumMemberName("present")]
    Present,

    /// <summary>A pull of it was broken off.</summary>
    [JsonStringEnumMemberName("partial")]
    Partial,

    /// <summary>A file is missing or of another length.</summary>
    [JsonStringEnumMemberName("damaged")]
    Damaged,

    [JsonStringEnumMemberName("missing")]
    Missing,
}

/// <summary>A model of the catalogue in one precision, or ONNX Runtime, and what the store has of it.</summary>
/// <param name="Precision">Null for ONNX Runtime.</param>
/// <param name="Bytes">What it takes on disk, as far as that is known.</param>
/// <param name="Percent">How much of it is here.</param>
/// <param name="Place">The folder or file it is at, or will be.</param>
public sealed record StoredModel(
    string Name, string Revision, ModelPrecision? Precision, long Bytes, ModelState State, int Percent, string Licence, string Purpose, string Place);
