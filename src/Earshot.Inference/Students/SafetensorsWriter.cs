using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Earshot.Inference.Students;

/// <summary>
/// Makes a safetensors file: tensors in the order in which they are added, the header filled up with blanks so that data begins at a multiple of 64.
/// </summary>
internal sealed class SafetensorsWriter
{
    private const int Alignment = 64;

    private readonly ArrayBufferWriter<byte> _header = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private readonly Utf8JsonWriter _json;

    /// <summary>A file without tensors.</summary>
    /// <param name="metadata">What stands under <c>__metadata__</c>: strings by name.</param>
    public SafetensorsWriter(params ReadOnlySpan<(string Name, string Value)> metadata)
    {
        _json = new Utf8JsonWriter(_header);
        _json.WriteStartObject();
        _json.WriteStartObject("__metadata__");
        foreach ((string name, string value) in metadata) _json.WriteString(name, value);
        _json.WriteEndObject();
    }

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">U8, I8, U16, F16, U32 or F32.</param>
    /// <param name="data">Its bytes, little-endian, row-major.</param>
    /// <param name="shape">Its dimensions.</param>
    public void Add(string name, string type, ReadOnlySpan<byte> data, params ReadOnlySpan<int> shape)
    {
        _json.WriteStartObject(name);
        _json.WriteString("dtype", type);
        _json.WriteStartArray("shape");
        foreach (int dimension in shape) _json.WriteNumberValue(dimension);
        _json.WriteEndArray();
        _json.WriteStartArray("data_offsets");
        _json.WriteNumberValue(_data.WrittenCount);
        _data.Write(data);
        _json.WriteNumberValue(_data.WrittenCount);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    /// <summary>The file. Nothing can be added afterwards.</summary>
    public byte[] ToFile()
    {
        _json.WriteEndObject();
        _json.Dispose();
        int start = (sizeof(ulong) + _header.WrittenCount + Alignment - 1) / Alignment * Alignment;
        byte[] file = new byte[start + _data.WrittenCount];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)(start - sizeof(ulong)));
        file.AsSpan(sizeof(ulong), start - sizeof(ulong)).Fill((byte)' ');
        _header.WrittenSpan.CopyTo(file.AsSpan(sizeof(ulong)));
        _data.WrittenSpan.CopyTo(file.AsSpan(start));
        return file;
    }
}
