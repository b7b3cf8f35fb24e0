using System.Text;

namespace Earshot.Output;

/// <summary>Where a command writes: data to <see cref="Output"/>, talk to <see cref="Error"/>.</summary>
internal sealed record Terminal(TextWriter Output, TextWriter Error)
{
    /// <summary>Columns of lines that are not bounded by a screen.</summary>
    public const int Unbounded = int.MaxValue;

    /// <summary>Whether a person looks at <see cref="Output"/>.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether a person looks at <see cref="Error"/>; progress bars are drawn only then.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the screen; <see cref="Unbounded"/> where output goes to a file or a pipe.</summary>
    public int Width { get; init; } = Unbounded;

    /// <summary>Whether colours are wanted where a person looks: not with NO_COLOR, --no-color or TERM=dumb.</summary>
    public bool Color { get; init; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        bool output = !Console.IsOutputRedirected;
        bool error = !Console.IsErrorRedirected;
        bool dumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal(
            new StreamWriter(Console.OpenStandardOutput(), utf8, 16 * 1024) { AutoFlush = output },
            new StreamWriter(Console.OpenStandardError(), utf8, 1024) { AutoFlush = true })
        {
            OutputIsTerminal = output,
            ErrorIsTerminal = error && !dumb,
            Width = output ? ScreenWidth() : Unbounded,
            Color = !dumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    /// <summary>The text of <see cref="Output"/> in bold where colours are on.</summary>
    public string Bold(string text) => OutputIsTerminal && Color ? $"\e[1m{text}\e[0m" : text;

    /// <summary>The text of <see cref="Error"/> in red where colours are on.</summary>
    public string Red(string text) => ErrorIsTerminal && Color ? $"\e[1;31m{text}\e[0m" : text;

    /// <summary>The text of <see cref="Error"/> in yellow where colours are on.</summary>
    public string Yellow(string text) => ErrorIsTerminal && Color ? $"\e[33m{text}\e[0m" : text;

    private static int ScreenWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and int width ? width : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
