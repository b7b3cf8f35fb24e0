using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Earshot.Inference.Students;

namespace Earshot.Inference.Training;

/// <summary>Writes a general student: safetensors with four-bit rows, the layout that Models/README.md describes and <see cref="Student.Read"/> reads.</summary>
internal static class StudentFileWriter
{
    private const int Alignment = 64;

    /// <summary>The file. Equal rows give equal bytes.</summary>
    /// <param name="tokenIds">Ids of the token rows, ascending.</param>
    /// <param name="bigramKeys">left id · 65,536 + right id of the bigram rows, ascending.</param>
    public static byte[] Write(ReadOnlySpan<ushort> tokenIds, FourBitRows tokens, ReadOnlySpan<uint> bigramKeys, FourBitRows bigrams)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("students are written on little-endian machines only");
        using MemoryStream data = new();
        using MemoryStream header = new();
        using (Utf8JsonWriter json = new(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "earshot-student");
            json.WriteString("version", "1");
            json.WriteString("dims", "384");
            json.WriteString("teacher", "all-MiniLM-L6-v2");
            json.WriteString("pooling", "sum/l2");
            json.WriteString("nibbles", "low first, value-8");
            json.WriteString("bias_token", "101");
            json.WriteEndObject();
            Tensor(json, data, "bigrams.key", "U32", MemoryMarshal.AsBytes(bigramKeys), bigramKeys.Length);
            Tensor(json, data, "bigrams.scale", "F16", MemoryMarshal.AsBytes<Half>(bigrams.Scales), bigramKeys.Length);
            Tensor(json, data, "bigrams.q", "U8", bigrams.Values, bigramKeys.Length, Student.Dimensions / 2);
            Tensor(json, data, "tokens.id", "U16", MemoryMarshal.AsBytes(tokenIds), tokenIds.Length);
            Tensor(json, data, "tokens.scale", "F16", MemoryMarshal.AsBytes<Half>(tokens.Scales), tokenIds.Length);
            Tensor(json, data, "tokens.q", "U8", tokens.Values, tokenIds.Length, Student.Dimensions / 2);
            json.WriteEndObject();
        }

        int length = ((8 + (int)header.Length + Alignment - 1) / Alignment * Alignment) - 8;
        byte[] file = new byte[8 + length + (int)data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        file.AsSpan(8, length).Fill((byte)' ');
        header.GetBuffer().AsSpan(0, (int)header.Length).CopyTo(file.AsSpan(8));
        data.GetBuffer().AsSpan(0, (int)data.Length).CopyTo(file.AsSpan(8 + length));
        return file;
    }

    private static void Tensor(Utf8JsonWriter json, MemoryStream data, string name, string type, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> shape)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", type);
        json.WriteStartArray("shape");
        foreach (int size in shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(data.Length);
        data.Write(bytes);
        json.WriteNumberValue(data.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
