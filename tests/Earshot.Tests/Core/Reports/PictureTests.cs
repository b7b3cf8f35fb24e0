using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Earshot.Core.Analysis;
using Earshot.Core.Reports;
using Earshot.Core.Reports.Pictures;

namespace Earshot.Tests.Core.Reports;

public sealed class PictureTests
{
    private static readonly ReportOptions Options = new();

    [Fact]
    public void A_png_decodes_to_the_pixels_that_were_drawn()
    {
        byte[] pixels = [.. Enumerable.Range(0, 7 * 5 * 3).Select(i => (byte)(i * 37))];
        MemoryStream stream = new();
        PngEncoder.Write(stream, 7, pixels);
        Assert.Equal((7, 5), Size(stream.ToArray()));
        Assert.Equal(pixels, Decode(stream.ToArray()));
    }

    [Theory]
    [InlineData("scatter")]
    [InlineData("sizes")]
    public void A_png_is_whole_has_ink_in_it_and_comes_out_the_same_twice(string picture)
    {
        byte[] first = Png(picture, SampleDocument.Create());
        Assert.Equal(first, Png(picture, SampleDocument.Create()));
        Assert.Equal((2000, 1280), Size(first));
        byte[] pixels = Decode(first);
        Assert.Equal(2000 * 1280 * 3, pixels.Length);
        double painted = pixels.Count(value => value < 200) / (double)pixels.Length;
        Assert.InRange(painted, 0.01, 0.5);
        Assert.InRange(first.Length, 10_000, 900_000);
    }

    [Theory]
    [InlineData("scatter")]
    [InlineData("sizes")]
    public void An_svg_is_well_formed_stands_alone_and_carries_hostile_names_as_text(string picture)
    {
        string svg = Svg(picture, SampleDocument.Create());
        Assert.Equal(svg, Svg(picture, SampleDocument.Create()));
        XDocument parsed = XDocument.Parse(svg);
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(["path", "rect", "svg", "text", "title"], parsed.Descendants().Select(element => element.Name.LocalName).Distinct().Order());
        Assert.Contains(parsed.Descendants(ns + "text"), text => text.Value == "<b>Account</b> deletion & data export" || text.Value.StartsWith("<b>Account</b> dele", StringComparison.Ordinal));
        Assert.DoesNotContain("http", svg.Replace("xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("var(", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_of_one_topic_without_a_map_and_of_300_topics_are_drawn_too()
    {
        AnalysisDocument document = SampleDocument.Create(3000);
        AnalysisDocument many = document with
        {
            Topics = [.. Enumerable.Range(0, 300).Select(i => document.Topics[0] with { TopicId = i, Name = $"Topic number {i}", Share = 1 / 300.0, Count = 10 })],
            Map = [.. Enumerable.Range(0, 3000).Select(i => new MapPoint(i % 60 / 30f - 1, i / 60 / 25f - 1, i % 300)), new MapPoint(float.NaN, 0, 0), new MapPoint(0, 0, 9999)],
        };
        foreach (AnalysisDocument drawn in new[] { SampleDocument.WithoutDates(), many, document with { Topics = [], Map = [] } })
        {
            Assert.DoesNotContain("NaN", Svg("scatter", drawn), StringComparison.Ordinal);
            XDocument.Parse(Svg("scatter", drawn));
            XDocument.Parse(Svg("sizes", drawn));
        }

        Assert.Contains("276 smaller topics", Svg("sizes", many), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_never_overlap_and_never_leave_the_picture()
    {
        LabelPlacement placement = new(new Box(0, 0, 400, 300));
        List<Box> placed = [];
        for (int i = 0; i < 30; i++)
            if (placement.Place(new Dot(200 + i % 3, 150), 90, 20, double.MaxValue) is { } box) placed.Add(box);
        Assert.True(placed.Count >= 20, $"only {placed.Count} labels found room");
        for (int i = 0; i < placed.Count; i++)
        {
            Assert.True(new Box(0, 0, 400, 300).Holds(placed[i]));
            for (int j = 0; j < i; j++) Assert.False(placed[i].Overlaps(placed[j]));
        }
    }

    [Fact]
    public void A_letter_the_atlas_lacks_is_a_box_and_marks_that_combine_vanish()
    {
        GlyphAtlas atlas = GlyphAtlas.Of(TextStyle.Label);
        Assert.Equal(3, atlas.Glyphs("Łжω").Distinct().Count());
        Assert.Same(atlas.Glyphs("□").Single(), atlas.Glyphs("漢").Single());
        Assert.Single(atlas.Glyphs("e\u0301\u200D"));
    }

    [Fact]
    public void A_disc_has_the_area_of_a_disc()
    {
        RasterCanvas canvas = new(60, 60);
        canvas.Dots([new Dot(30, 30)], 20, new Paint("black", 0), 1);
        double ink = canvas.Pixels.Sum(value => (255 - value) / 255.0) / 3;
        Assert.Equal(Math.PI * 40 * 40, ink, tolerance: 20); // half a percent: coverage by distance is exact on straight edges only
    }

    private static byte[] Png(string picture, AnalysisDocument document)
    {
        MemoryStream stream = new();
        if (picture == "scatter") PngPictures.Scatter(document, Options, stream);
        else PngPictures.Sizes(document, Options, stream);
        return stream.ToArray();
    }

    private static string Svg(string picture, AnalysisDocument document)
    {
        StringWriter writer = new();
        if (picture == "scatter") SvgPictures.Scatter(document, Options, writer);
        else SvgPictures.Sizes(document, Options, writer);
        return writer.ToString();
    }

    private static (int Width, int Height) Size(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal("IHDR", Encoding.ASCII.GetString(png, 12, 4));
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    /// <summary>Checks every chunk's checksum and undoes compression and filter 2.</summary>
    private static byte[] Decode(byte[] png)
    {
        int width = Size(png).Width * 3;
        MemoryStream compressed = new();
        string last = "";
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            last = Encoding.ASCII.GetString(png, at + 4, 4);
            Assert.Equal(Crc(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            if (last == "IDAT") compressed.Write(png, at + 8, length);
            at += length + 12;
        }

        Assert.Equal("IEND", last);
        compressed.Position = 0;
        MemoryStream raw = new();
        new ZLibStream(compressed, CompressionMode.Decompress).CopyTo(raw);
        byte[] rows = raw.ToArray();
        Assert.Equal(Size(png).Height * (width + 1), rows.Length);
        byte[] pixels = new byte[Size(png).Height * width];
        for (int i = 0; i < pixels.Length; i++)
        {
            Assert.True(rows[i / width * (width + 1)] == 2);
            pixels[i] = (byte)(rows[i / width * (width + 1) + 1 + i % width] + (i < width ? 0 : pixels[i - width]));
        }

        return pixels;
    }

    /// <summary>CRC-32 bit by bit, as ISO 3309 writes it.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
        }

        return ~crc;
    }
}
