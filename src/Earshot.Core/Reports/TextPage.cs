namespace Earshot.Core.Reports;

/// <summary>Parts of a page of plain text with at most 80 columns.</summary>
internal static class TextPage
{
    public const int Width = 80;

    /// <summary>Writes a heading with a blank line before it.</summary>
    public static void Heading(TextWriter writer, string heading) => writer.Write($"\n{heading}\n{new string('-', heading.Length)}\n");

    /// <summary>Writes a line as it is, without blanks at its end.</summary>
    public static void Line(TextWriter writer, string line) => writer.Write(line.TrimEnd() + "\n");

    /// <summary>Writes a paragraph; the lead stands before its first line and sets the others in.</summary>
    public static void Wrap(TextWriter writer, string text, string lead)
    {
        int room = Width - lead.Length;
        string line = string.Empty;
        string before = lead;
        foreach (string whole in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string word = whole.Length > room ? DisplayText.Shorten(whole, room) : whole;
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                Line(writer, before + line);
                before = new string(' ', lead.Length);
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : line + " " + word;
            }
        }

        Line(writer, before + line);
    }
}
