namespace Earshot.Core.Reports.Pictures;

/// <summary>A colour by its role: the name is a custom property of the report's style sheet, the value what it is on white.</summary>
internal sealed record Paint(string Name, uint Rgb)
{
    /// <summary>Topics with a colour of their own, largest first: as many as people can tell apart. The others are grey and carry a label.</summary>
    public static IReadOnlyList<Paint> Series { get; } =
    [
        new("s1", 0x2563EB), new("s2", 0xC96A04), new("s3", 0x0D8F84), new("s4", 0xB5409B),
        new("s5", 0x5A8A1E), new("s6", 0xD1453B), new("s7", 0x7A58D6), new("s8", 0x8A6242),
    ];

    public static Paint Background { get; } = new("card", 0xFFFFFF);

    public static Paint Ink { get; } = new("ink", 0x1B2129);

    public static Paint Muted { get; } = new("muted", 0x59626E);

    public static Paint Rule { get; } = new("line", 0xE3E6EA);

    public static Paint Accent { get; } = new("accent", 0x2F5FD0);

    public static Paint Rest { get; } = new("rest", 0xA3ABB6);

    /// <summary>The colour of the topic at a position of the document.</summary>
    public static Paint OfTopic(int position) => position < Series.Count ? Series[position] : Rest;
}
