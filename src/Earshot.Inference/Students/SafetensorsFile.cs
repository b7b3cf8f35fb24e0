using System.Buffers.Binary;
using System.Text.Json;
using Earshot.Core;

namespace Earshot.Inference.Students;

/// <summary>A safetensors file in memory: 8 bytes length of the header, a JSON header, tensors laid end to end.</summary>
internal readonly ref struct SafetensorsFile
{
    private const int LargestHeader = 1 << 20;

    private readonly ReadOnlySpan<byte> _data;
    private readonly JsonElement _header;
    private readonly string _name;

    /// <summary>Reads the header; tensors are checked when they are asked for.</summary>
    /// <param name="name">How faults call the file.</param>
    /// <exception cref="EarshotException">The header is cut off or not a safetensors header.</exception>
    public SafetensorsFile(ReadOnlySpan<byte> file, string name)
    {
        _name = name;
        if (file.Length < 8) throw Fault(name, $"it has {file.Length} bytes; a safetensors file begins with 8 bytes of header length");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > LargestHeader || length > (ulong)(file.Length - 8))
            throw Fault(name, $"it is cut off, or no safetensors file: its first 8 bytes give no length of a header");

        _data = file[(8 + (int)length)..];
        try
        {
            var reader = new Utf8JsonReader(file.Slice(8, (int)length));
            using var document = JsonDocument.ParseValue(ref reader);
            _header = document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw Fault(name, "its header is not JSON", fault);
        }

        if (_header.ValueKind != JsonValueKind.Object) throw Fault(name, "its header is not a JSON object");
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string tensor) => _header.TryGetProperty(tensor, out _);

    /// <summary>A string under <c>__metadata__</c>, or null.</summary>
    public string? Metadata(string key) =>
        _header.TryGetProperty("__metadata__", out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The bytes of a tensor of the given type whose second dimension, if any, is <paramref name="columns"/>, and its first dimension.</summary>
    public ReadOnlySpan<byte> Tensor(string tensor, string type, int elementSize, int? columns, out int rows)
    {
        if (!_header.TryGetProperty(tensor, out JsonElement entry)) throw Fault(_name, $"it has no tensor {tensor}");
        try
        {
            if (entry.GetProperty("dtype").GetString() is var found && found != type) throw Fault(_name, $"tensor {tensor} is {found}, not {type}");
            JsonElement shape = entry.GetProperty("shape");
            JsonElement offsets = entry.GetProperty("data_offsets");
            if (shape.GetArrayLength() != (columns is null ? 1 : 2) || (columns is { } width && shape[1].GetInt32() != width))
                throw Fault(_name, $"tensor {tensor} has shape {shape}, not [rows{(columns is null ? "" : $", {columns}")}]");

            rows = shape[0].GetInt32();
            long start = offsets[0].GetInt64();
            long end = offsets[1].GetInt64();
            long size = (long)rows * (columns ?? 1) * elementSize;
            if (rows < 0 || start < 0 || end > _data.Length || end - start != size)
                throw Fault(_name, $"tensor {tensor} of {size} bytes stands at {start} to {end} of {_data.Length} bytes");
            return _data.Slice((int)start, (int)size);
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw Fault(_name, $"the entry of tensor {tensor} is malformed", fault);
        }
    }

    public static EarshotException Fault(string name, string what, Exception? inner = null) =>
        new($"{name} is not a student: {what}", "the file is cut off or of another kind; fetch or build it again", exitCode: 3, inner);
}
