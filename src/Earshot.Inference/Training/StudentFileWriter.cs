using System.Runtime.InteropServices;
using Earshot.Inference.Students;

namespace Earshot.Inference.Training;

/// <summary>Writes a general student: safetensors with four-bit rows, as Models/README.md describes and <see cref="Student.Read"/> reads them.</summary>
internal static class StudentFileWriter
{
    /// <summary>The file. Equal rows give equal bytes.</summary>
    /// <param name="tokenIds">Ids of the token rows, ascending.</param>
    /// <param name="tokens">The token rows.</param>
    /// <param name="bigramKeys">left id · 65,536 + right id of the bigram rows, ascending.</param>
    /// <param name="bigrams">The bigram rows.</param>
    public static byte[] Write(ReadOnlySpan<ushort> tokenIds, FourBitRows tokens, ReadOnlySpan<uint> bigramKeys, FourBitRows bigrams)
    {
        const int Width = Student.Dimensions / 2;
        SafetensorsWriter tensors = new(
            ("format", "earshot-student"), ("version", "1"), ("dims", "384"), ("teacher", "all-MiniLM-L6-v2"), ("pooling", "sum/l2"),
            ("nibbles", "low first, value-8"), ("bias_token", "101"));
        tensors.Add("bigrams.key", "U32", MemoryMarshal.AsBytes(bigramKeys), bigramKeys.Length);
        tensors.Add("bigrams.scale", "F16", MemoryMarshal.AsBytes<Half>(bigrams.Scales), bigramKeys.Length);
        tensors.Add("bigrams.q", "U8", bigrams.Values, bigramKeys.Length, Width);
        tensors.Add("tokens.id", "U16", MemoryMarshal.AsBytes(tokenIds), tokenIds.Length);
        tensors.Add("tokens.scale", "F16", MemoryMarshal.AsBytes<Half>(tokens.Scales), tokenIds.Length);
        tensors.Add("tokens.q", "U8", tokens.Values, tokenIds.Length, Width);
        return tensors.ToFile();
    }
}
