using System.Text.Json.Serialization;

namespace Earshot.Inference.Catalogue;

/// <summary>The numbers that a model's weights are stored as.</summary>
public enum ModelPrecision
{
    /// <summary>Signed bytes with a scale a channel: a quarter of the size, about twice the speed.</summary>
    [JsonStringEnumMemberName("int8")]
    Int8,

    /// <summary>32-bit floating point, as trained.</summary>
    [JsonStringEnumMemberName("fp32")]
    Fp32,
}
