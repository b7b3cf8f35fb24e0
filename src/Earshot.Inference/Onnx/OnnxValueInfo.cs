namespace Earshot.Inference.Onnx;

/// <summary>What a model takes or gives under a name.</summary>
/// <param name="Name">Name of the input or output.</param>
/// <param name="Type">Element type of the tensor.</param>
/// <param name="Shape">Its dimensions; −1 where any size will do.</param>
internal sealed record OnnxValueInfo(string Name, OnnxElementType Type, long[] Shape)
{
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape.Select(size => size < 0 ? "?" : $"{size}"))}]";
}

/// <summary>ONNXTensorElementDataType: the values of its enumeration.</summary>
internal enum OnnxElementType
{
    Undefined = 0,
    Float32 = 1,
    UInt8 = 2,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    Boolean = 9,
    Float16 = 10,
}
