using System.Globalization;

namespace Earshot.Core.Reports.Pictures;

/// <summary>Finds room for labels, most important first: beside their place where that is free, then further out; never over each other.</summary>
internal sealed class LabelPlacement(Box room)
{
    private const int Rings = 24;

    // twelve directions of the clock as unit vectors, written out so that every machine has the same bits; above and below come first
    private static readonly Dot[] Directions =
    [
        new(0, -1), new(0, 1), new(0.5, -0.866), new(-0.5, -0.866), new(0.5, 0.866), new(-0.5, 0.866),
        new(0.866, -0.5), new(-0.866, -0.5), new(0.866, 0.5), new(-0.866, 0.5), new(1, 0), new(-1, 0),
    ];

    private readonly List<Box> _taken = [];

    /// <summary>
    /// The box of a label of the given size as near to <paramref name="at"/> as is free, at most <paramref name="reach"/> away; null if none is.
    /// </summary>
    public Box? Place(Dot at, double width, double height, double reach)
    {
        for (int ring = 0; ring <= Rings; ring++)
        {
            double away = ring * height * 0.6;
            if (away > reach) break;
            foreach (Dot direction in Directions)
            {
                Box box = Inside(new Box(at.X + direction.X * away * 1.6 - width / 2, at.Y + direction.Y * away - height / 2, width, height));
                if (!room.Holds(box) || _taken.Exists(box.Overlaps)) continue;
                _taken.Add(box with { X = box.X - 2, Y = box.Y - 2, Width = box.Width + 4, Height = box.Height + 4 });
                return box;
            }
        }

        return null;
    }

    /// <summary>The longest beginning of a text that is not wider than <paramref name="width"/>.</summary>
    public static string Fit(ICanvas canvas, string text, double width)
    {
        if (canvas.Measure(text, TextStyle.Label) <= width) return text;
        int[] elements = StringInfo.ParseCombiningCharacters(text);
        int low = 0;
        int high = elements.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (canvas.Measure(text[..elements[middle]].TrimEnd() + "…", TextStyle.Label) <= width) low = middle;
            else high = middle - 1;
        }

        return text[..elements[low]].TrimEnd() + "…";
    }

    private Box Inside(Box box) => box with
    {
        X = Math.Clamp(box.X, room.X, Math.Max(room.X, room.Right - box.Width)),
        Y = Math.Clamp(box.Y, room.Y, Math.Max(room.Y, room.Bottom - box.Height)),
    };
}
