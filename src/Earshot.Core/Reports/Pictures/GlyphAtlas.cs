using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Earshot.Core.Reports.Pictures;

/// <summary>A glyph: where its box lies from the pen (pixels, down is positive), how far the pen moves (1/64 pixel), its coverages of 4 bits.</summary>
internal sealed record Glyph(int Left, int Top, int Width, int Height, int Advance, ReadOnlyMemory<byte> Coverage)
{
    /// <summary>Coverage 0 to 15 of a pixel of the box.</summary>
    public int this[int x, int y]
    {
        get
        {
            int index = y * Width + x;
            return Coverage.Span[index >> 1] >> ((index & 1) << 2) & 15;
        }
    }
}

/// <summary>A font rendered in advance; layout and origin are described beside the file, in <c>Reports/Fonts</c>.</summary>
internal sealed class GlyphAtlas
{
    /// <summary>Pixels of the atlas to one unit of a picture.</summary>
    public const int Scale = 2;

    private const char Missing = '\u25A1';
    private static readonly Lazy<GlyphAtlas[]> Faces = new(Load);
    private readonly Dictionary<int, Glyph> _glyphs = [];

    /// <summary>The face of a style; read once.</summary>
    public static GlyphAtlas Of(TextStyle style) => Faces.Value[(int)style];

    /// <summary>The glyphs of a text; what the atlas lacks is a box, marks and joiners that combine with it vanish.</summary>
    public IEnumerable<Glyph> Glyphs(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (_glyphs.TryGetValue(rune.Value, out Glyph? glyph)) yield return glyph;
            else if (!Combines(rune)) yield return _glyphs[Missing];
        }
    }

    /// <summary>Width of a text in pixels.</summary>
    public double Measure(string text) => Glyphs(text).Sum(glyph => glyph.Advance) / 64.0;

    private static bool Combines(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierSymbol;

    private static GlyphAtlas[] Load()
    {
        using Stream file = typeof(GlyphAtlas).Assembly.GetManifestResourceStream("glyphs.atlas")!;
        file.Position = 4;
        using ZLibStream body = new(file, CompressionMode.Decompress);
        using MemoryStream memory = new();
        body.CopyTo(memory);
        byte[] bytes = memory.ToArray();
        GlyphAtlas[] faces = new GlyphAtlas[bytes[0]];
        int at = 1;
        for (int face = 0; face < faces.Length; face++)
        {
            faces[face] = new GlyphAtlas();
            int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 6));
            at += 8;
            for (int i = 0; i < count; i++) at = faces[face].Add(bytes, at);
        }

        return faces;
    }

    private int Add(byte[] bytes, int at)
    {
        int width = bytes[at + 4];
        int height = bytes[at + 5];
        int length = (width * height + 1) / 2;
        _glyphs[BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at))] = new Glyph(
            (sbyte)bytes[at + 2],
            (sbyte)bytes[at + 3],
            width,
            height,
            BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 6)),
            bytes.AsMemory(at + 8, length));
        return at + 8 + length;
    }
}
