namespace Earshot.Core.Reports.Pictures;

/// <summary>What a picture is drawn on, in units of one CSS pixel, the origin at the top left.</summary>
internal interface ICanvas
{
    double Width { get; }

    double Height { get; }

    /// <summary>Filled discs; where they overlap in one call they may or may not add up.</summary>
    void Dots(IReadOnlyList<Dot> centres, double radius, Paint paint, double opacity);

    void Rectangle(Box box, double radius, Paint paint, double opacity = 1);

    void Line(Dot from, Dot to, double width, Paint paint);

    /// <summary>One line of text; <paramref name="at"/> is on its baseline, at its start, or at its end where <paramref name="toTheLeft"/>.</summary>
    void Text(Dot at, string text, TextStyle style, Paint paint, bool toTheLeft = false);

    /// <summary>Width of a text.</summary>
    double Measure(string text, TextStyle style);
}

internal enum TextStyle
{
    /// <summary>13 units, regular.</summary>
    Label,

    /// <summary>20 units, bold.</summary>
    Title,
}

internal readonly record struct Dot(double X, double Y);

internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public bool Overlaps(Box other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;

    public bool Holds(Box other) => other.X >= X && other.Y >= Y && other.Right <= Right && other.Bottom <= Bottom;
}
