using System.Text;
using System.Text.Json;
using Earshot.Inference.Tokenizing;

namespace Earshot.Tests.Inference;

public sealed class WordPieceTokenizerTests
{
    private readonly WordPieceTokenizer _tokenizer = new();

    [Theory]
    [InlineData("ids", 0)]
    [InlineData("ids128", 128)]
    [InlineData("ids256", 256)]
    public void All_reference_texts_get_the_reference_ids(string golden, int limit)
    {
        foreach (JsonElement row in Goldens.Cases())
        {
            byte[] text = Encoding.UTF8.GetBytes(row.GetProperty("text").GetString()!);
            ushort[] ids = new ushort[limit == 0 ? text.Length + 1 : limit];
            int count = limit == 0 ? _tokenizer.Tokenize(text, ids) : _tokenizer.Encode(text, ids);
            ushort[] expected = [.. row.GetProperty(golden).EnumerateArray().Select(id => id.GetUInt16())];
            Assert.True(expected.AsSpan().SequenceEqual(ids.AsSpan(0, count)), $"case {row.GetProperty("i")}: {row.GetProperty("text")}");
        }
    }

    [Fact]
    public void Unpaired_surrogates_vanish()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("goldens/wordpiece/lone_surrogates.json")));
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            char[] units = [.. row.GetProperty("utf16").EnumerateArray().Select(unit => (char)unit.GetUInt16())];
            ushort[] expected = [.. row.GetProperty("ids").EnumerateArray().Select(id => id.GetUInt16())];
            Assert.Equal(expected, Ids(_tokenizer, Encoding.UTF8.GetBytes(units)));
        }
    }

    [Fact]
    public void Every_character_inside_a_word_gives_the_ids_of_the_definition()
    {
        ReferenceWordPiece reference = new();
        byte[] text = new byte[6];
        text[0] = (byte)'x';
        for (int scalar = 0; scalar < CodePoints.Count; scalar = scalar < 0x30000 ? scalar + 1 : scalar + 61)
        {
            if (!Rune.TryCreate(scalar, out Rune rune)) continue;
            int size = rune.EncodeToUtf8(text.AsSpan(1));
            text[size + 1] = (byte)'z';
            ReadOnlySpan<byte> word = text.AsSpan(0, size + 2);
            if (!Ids(_tokenizer, word).AsSpan().SequenceEqual(reference.Tokenize(word).ToArray())) Assert.Fail($"U+{scalar:X4}");
        }
    }

    [Fact]
    public void Random_bytes_give_the_ids_of_the_definition_whatever_the_cache_remembers()
    {
        ReferenceWordPiece reference = new();
        WordPieceTokenizer forgetful = new(cacheBits: 1);
        Random random = new(17);
        byte[][] fragments = [.. Fragments()];
        for (int round = 0; round < 6000; round++)
        {
            List<byte> text = [];
            for (int i = random.Next(24); i > 0; i--)
            {
                if (random.Next(8) == 0) text.Add((byte)random.Next(256));
                else text.AddRange(fragments[random.Next(fragments.Length)]);
            }

            byte[] bytes = [.. text];
            ushort[] expected = [.. reference.Tokenize(bytes)];
            string seen = Convert.ToHexString(bytes);
            Assert.True(expected.AsSpan().SequenceEqual(Ids(_tokenizer, bytes)), seen);
            Assert.True(expected.AsSpan().SequenceEqual(Ids(forgetful, bytes)), seen);
            Assert.True(expected.AsSpan().SequenceEqual(Ids(new WordPieceTokenizer(cacheBits: 4), bytes)), seen);
        }
    }

    [Fact]
    public void A_full_span_cuts_the_ids_and_nothing_is_written_beyond()
    {
        byte[] text = "Cannot log in: unaffable [SEP] b\u00FCcher 中文 internationalizationinternationalization!"u8.ToArray();
        ushort[] all = Ids(_tokenizer, text);
        for (int limit = 0; limit <= all.Length + 9; limit++)
        {
            ushort[] room = new ushort[limit + 16];
            room.AsSpan().Fill(0xBEEF);
            int count = _tokenizer.Tokenize(text, room.AsSpan(0, limit));
            Assert.Equal(all[..Math.Min(limit, all.Length)], room[..count]);
            Assert.All(room[limit..], value => Assert.Equal(0xBEEF, value));
        }
    }

    [Fact]
    public void A_text_of_megabytes_without_a_space_is_one_unknown_word()
    {
        byte[] text = new byte[5_000_000];
        text.AsSpan().Fill((byte)'a');
        Assert.Equal([WordPieceTokenizer.UnknownId], Ids(_tokenizer, text).Select(id => (int)id));
    }

    [Fact]
    public void Tokenizing_allocates_nothing()
    {
        byte[] text = "Payment failed: caf\u00E9 charged twice (EUR 49.99) for ORD-12345 qwertyuiopasdfghjklzxcvbnm"u8.ToArray();
        ushort[] ids = new ushort[256];
        _tokenizer.Tokenize(text, ids);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) _tokenizer.Tokenize(text, ids);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static ushort[] Ids(WordPieceTokenizer tokenizer, ReadOnlySpan<byte> text)
    {
        ushort[] room = new ushort[text.Length + 8];
        return room[..tokenizer.Tokenize(text, room)];
    }

    private static IEnumerable<byte[]> Fragments()
    {
        string[] parts =
        [
            "the", "Login", " ", " ", " ", "  ", "\t", "\n", ".", ",", "'", "-", "[", "]", "[SEP]", "[MASK]", "[CLS", "[unk]", "ing", "ization", "x", "Z", "7",
            "2024", "\0", "\u0007", "\u007F", "é", "e\u0301", "ß", "İ", "\u00A0", "\u200B", "\uFFFD", "\u3000", "中", "한", "…", "€", "≠", "😀", "\u0301",
            "ORD-12345", "unaffable", "qwertyuiopasdf", "abcdefghijklmno", "abcdefghijklmnop", "abcdefghijklmnopq", new('a', 50), new('b', 99),
        ];
        return parts.Select(Encoding.UTF8.GetBytes).Append([0xE2, 0x82]).Append([0xED, 0xA0, 0x80]).Append([0xF0, 0x9F]).Append([0xC3]);
    }
}
