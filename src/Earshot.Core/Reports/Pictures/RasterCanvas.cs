namespace Earshot.Core.Reports.Pictures;

/// <summary>Draws on RGB pixels, two to a unit, on white. Edges are smooth: a pixel is covered by how far its middle is inside the shape.</summary>
internal sealed class RasterCanvas : ICanvas
{
    private const int Scale = GlyphAtlas.Scale;
    private readonly int _width;
    private readonly int _height;

    public RasterCanvas(int width, int height)
    {
        Width = width;
        Height = height;
        _width = width * Scale;
        _height = height * Scale;
        Pixels = new byte[_width * _height * 3];
        Pixels.AsSpan().Fill(255);
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Rows of red, green and blue.</summary>
    public byte[] Pixels { get; }

    public void Dots(IReadOnlyList<Dot> centres, double radius, Paint paint, double opacity)
    {
        foreach (Dot centre in centres) Capsule(centre, centre, radius, paint, opacity);
    }

    public void Line(Dot from, Dot to, double width, Paint paint) => Capsule(from, to, width / 2, paint, 1);

    public void Rectangle(Box box, double radius, Paint paint, double opacity = 1)
    {
        double halfWidth = box.Width * Scale / 2;
        double halfHeight = box.Height * Scale / 2;
        double middleX = box.X * Scale + halfWidth;
        double middleY = box.Y * Scale + halfHeight;
        double corner = Math.Min(radius * Scale, Math.Min(halfWidth, halfHeight));
        Fill(box, paint, opacity, (x, y) =>
        {
            double outX = Math.Abs(x - middleX) - halfWidth + corner;
            double outY = Math.Abs(y - middleY) - halfHeight + corner;
            double outside = Math.Sqrt(Math.Max(outX, 0) * Math.Max(outX, 0) + Math.Max(outY, 0) * Math.Max(outY, 0));
            return outside + Math.Min(Math.Max(outX, outY), 0) - corner;
        });
    }

    public void Text(Dot at, string text, TextStyle style, Paint paint, bool toTheLeft = false)
    {
        GlyphAtlas atlas = GlyphAtlas.Of(style);
        int pen = (int)Math.Round((at.X - (toTheLeft ? Measure(text, style) : 0)) * Scale * 64);
        int baseline = (int)Math.Round(at.Y * Scale);
        foreach (Glyph glyph in atlas.Glyphs(text))
        {
            int left = ((pen + 32) >> 6) + glyph.Left;
            for (int y = 0; y < glyph.Height; y++)
                for (int x = 0; x < glyph.Width; x++)
                    Blend(left + x, baseline + glyph.Top + y, paint.Rgb, glyph[x, y] / 15.0);
            pen += glyph.Advance;
        }
    }

    public double Measure(string text, TextStyle style) => GlyphAtlas.Of(style).Measure(text) / Scale;

    /// <summary>All points within <paramref name="radius"/> of a segment.</summary>
    private void Capsule(Dot from, Dot to, double radius, Paint paint, double opacity)
    {
        double startX = from.X * Scale;
        double startY = from.Y * Scale;
        double alongX = to.X * Scale - startX;
        double alongY = to.Y * Scale - startY;
        double squaredLength = Math.Max(alongX * alongX + alongY * alongY, 1e-12);
        Box box =
            new(Math.Min(from.X, to.X) - radius, Math.Min(from.Y, to.Y) - radius, Math.Abs(to.X - from.X) + 2 * radius, Math.Abs(to.Y - from.Y) + 2 * radius);
        Fill(box, paint, opacity, (x, y) =>
        {
            double part = Math.Clamp(((x - startX) * alongX + (y - startY) * alongY) / squaredLength, 0, 1);
            double offX = x - startX - part * alongX;
            double offY = y - startY - part * alongY;
            return Math.Sqrt(offX * offX + offY * offY) - radius * Scale;
        });
    }

    /// <summary>Paints the pixels of a box by their signed distance (pixels, negative inside) to a shape.</summary>
    private void Fill(Box box, Paint paint, double opacity, Func<double, double, double> distance)
    {
        int top = Math.Max(0, (int)(box.Y * Scale) - 1);
        int bottom = Math.Min(_height, (int)(box.Bottom * Scale) + 2);
        int left = Math.Max(0, (int)(box.X * Scale) - 1);
        int right = Math.Min(_width, (int)(box.Right * Scale) + 2);
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++)
                Blend(x, y, paint.Rgb, opacity * Math.Clamp(0.5 - distance(x + 0.5, y + 0.5), 0, 1));
    }

    private void Blend(int x, int y, uint rgb, double coverage)
    {
        if (coverage <= 0 || (uint)x >= (uint)_width || (uint)y >= (uint)_height) return;
        Span<byte> pixel = Pixels.AsSpan((y * _width + x) * 3, 3);
        for (int channel = 0; channel < 3; channel++)
        {
            double target = rgb >> (16 - 8 * channel) & 255;
            pixel[channel] = (byte)(pixel[channel] + (target - pixel[channel]) * coverage + 0.5);
        }
    }
}
