using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Earshot.Inference;
using Earshot.Inference.Catalogue;
using Earshot.Numerics;

namespace Earshot.Tests.Inference;

/// <summary>
/// A model folder in the layout of Hugging Face whose network is a table: the state of a token is row id mod 97. It opens at once, and its
/// vectors may be of any length.
/// </summary>
internal static class SmallTransformer
{
    private const int Rows = 97;
    private const int Int64Type = 7, FloatType = 1;

    /// <summary>Writes the folder.</summary>
    /// <param name="weights">Name of the ONNX file.</param>
    public static void WriteTo(string folder, int dimensions, string weights = "onnx/model_quantized.onnx", int longestText = 256, ulong seed = 1)
    {
        Write(folder, "config.json", $$"""{ "model_type": "bert", "hidden_size": {{dimensions}}, "max_position_embeddings": 512 }""");
        Write(folder, "sentence_bert_config.json", $$"""{ "max_seq_length": {{longestText}} }""");
        Write(folder, "1_Pooling/config.json", """{ "pooling_mode_mean_tokens": true }""");
        Write(folder, "vocab.txt", EmbeddedFile.Bytes("vocab.txt").ToArray());
        Write(folder, weights, Network(dimensions, seed));
    }

    /// <summary>Records the files of a folder as a pull would have.</summary>
    public static void Record(string folder, string weights = "onnx/model_quantized.onnx")
    {
        string[] files = ["1_Pooling/config.json", "config.json", weights, "sentence_bert_config.json", "vocab.txt"];
        new ModelRecord(Path.GetFileName(folder), "abc", [.. files.Select(file =>
        {
            byte[] content = File.ReadAllBytes(Path.Combine(folder, file));
            string sum = Convert.ToHexStringLower(SHA256.HashData(content));
            return new RecordedFile(file, file == weights ? ModelPrecision.Int8 : null, content.Length, sum, Changed: false, From: "a test");
        })]).Write(folder);
    }

    private static void Write(string folder, string name, string text) => Write(folder, name, Encoding.UTF8.GetBytes(text));

    private static void Write(string folder, string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    /// <summary>ModelProto of last_hidden_state = Gather(table, Mod(input_ids, 97)), by the fields of onnx.proto.</summary>
    private static byte[] Network(int dimensions, ulong seed)
    {
        SplitMix64 random = new(seed);
        float[] table = new float[Rows * dimensions];
        foreach (ref float value in table.AsSpan()) value = (float)random.NextGaussian();
        byte[] numbers = MemoryMarshal.AsBytes(table.AsSpan()).ToArray();
        byte[] rows = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(rows, Rows);
        byte[] graph =
        [
            .. Field(1, [.. Field(1, "input_ids"), .. Field(1, "rows"), .. Field(2, "row"), .. Field(4, "Mod")]),
            .. Field(1, [.. Field(1, "table"), .. Field(1, "row"), .. Field(2, "last_hidden_state"), .. Field(4, "Gather")]),
            .. Field(2, "graph"),
            .. Field(5, [.. Number(2, Int64Type), .. Field(8, "rows"), .. Field(9, rows)]),
            .. Field(5, [.. Number(1, Rows), .. Number(1, dimensions), .. Number(2, FloatType), .. Field(8, "table"), .. Field(9, numbers)]),
            .. Field(11, Value("input_ids", Int64Type, Field(2, "batch"), Field(2, "tokens"))),
            .. Field(12, Value("last_hidden_state", FloatType, Field(2, "batch"), Field(2, "tokens"), Number(1, dimensions))),
        ];
        return [.. Number(1, 8), .. Field(7, graph), .. Field(8, Number(2, 13))];
    }

    private static byte[] Value(string name, int type, params byte[][] lengths)
    {
        byte[] shape = [.. lengths.SelectMany(length => Field(1, length))];
        return [.. Field(1, name), .. Field(2, Field(1, [.. Number(1, type), .. Field(2, shape)]))];
    }

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] content) => [.. Varint((number << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Number(int number, int value) => [.. Varint(number << 3), .. Varint(value)];

    private static byte[] Varint(int value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7) bytes.Add((byte)(value | 128));
        return [.. bytes, (byte)value];
    }
}
