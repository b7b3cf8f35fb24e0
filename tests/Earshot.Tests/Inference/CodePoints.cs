using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Earshot.Inference.Tokenizing;

namespace Earshot.Tests.Inference;

/// <summary>
/// What the reference tokeniser does with each Unicode scalar value (goldens/wordpiece/codepoints.json), and the table that ships, built
/// from it. To build the file anew: <c>EARSHOT_REGENERATE=1 Earshot.Tests -class '*NormalizationTableTests'</c>.
/// </summary>
internal sealed class CodePoints
{
    public const int Count = 0x110000;

    private readonly Dictionary<int, string> _changed = [];

    private CodePoints(JsonElement root)
    {
        Fill(root.GetProperty("removed"), CharacterKind.Removed);
        Fill(root.GetProperty("to_space"), CharacterKind.Space);
        Fill(root.GetProperty("cjk_padded"), CharacterKind.Alone);
        Fill(root.GetProperty("split_as_punctuation"), CharacterKind.Alone);
        foreach (JsonProperty entry in root.GetProperty("changed").EnumerateObject())
        {
            IEnumerable<string> scalars = entry.Value.GetString()!.Split(' ').Select(hex => char.ConvertFromUtf32(Convert.ToInt32(hex, 16)));
            _changed[Convert.ToInt32(entry.Name, 16)] = string.Concat(scalars);
        }
    }

    public CharacterKind[] Kinds { get; } = new CharacterKind[Count];

    public static CodePoints Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("goldens/wordpiece/codepoints.json")));
        return new CodePoints(document.RootElement);
    }

    /// <summary>The replacement of a character, or null where it stays; Hangul by arithmetic.</summary>
    public string? Replacement(int scalar)
    {
        if (scalar is < 0xAC00 or > 0xD7A3) return _changed.GetValueOrDefault(scalar);
        int index = scalar - 0xAC00;
        string jamo = $"{(char)(0x1100 + (index / 588))}{(char)(0x1161 + (index % 588 / 28))}";
        return index % 28 == 0 ? jamo : jamo + (char)(0x11A7 + (index % 28));
    }

    /// <summary>The bytes of normalization.bin; the layout stands at <see cref="NormalizationTable"/>.</summary>
    public byte[] BuildTable()
    {
        List<byte> pool = [];
        Dictionary<string, byte> numbers = [];
        List<byte> blocks = [];
        byte[] index = new byte[NormalizationTable.BlockCount];
        for (int block = 0; block < index.Length; block++)
        {
            byte[] entries = new byte[NormalizationTable.BlockSize * 2];
            for (int i = 0; i < NormalizationTable.BlockSize; i++)
                BinaryPrimitives.WriteUInt16LittleEndian(entries.AsSpan(2 * i), Entry((block * NormalizationTable.BlockSize) + i, pool));
            string key = Convert.ToHexString(entries);
            if (!numbers.TryGetValue(key, out index[block]))
            {
                numbers[key] = index[block] = checked((byte)numbers.Count);
                blocks.AddRange(entries);
            }
        }

        byte[] head = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)numbers.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(2), checked((ushort)pool.Count));
        return [.. head, .. index, .. blocks, .. pool];
    }

    private ushort Entry(int scalar, List<byte> pool)
    {
        if (!_changed.TryGetValue(scalar, out string? replacement)) return (ushort)Kinds[scalar];
        int start = pool.Count;
        byte[] utf8 = Encoding.UTF8.GetBytes(replacement);
        pool.Add((byte)(((int)Kinds[scalar] << 6) | (replacement.EnumerateRunes().Count() << 4) | utf8.Length));
        pool.AddRange(utf8);
        return checked((ushort)(NormalizationTable.FirstReplacement + start));
    }

    private void Fill(JsonElement ranges, CharacterKind kind)
    {
        foreach (JsonElement range in ranges.EnumerateArray())
            Kinds.AsSpan(range[0].GetInt32(), range[1].GetInt32() - range[0].GetInt32() + 1).Fill(kind);
    }
}
