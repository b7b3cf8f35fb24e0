using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Earshot.Core.Reports.Page;

/// <summary>Markup that is already safe and is written as it is.</summary>
internal readonly record struct Markup(string Value)
{
    /// <summary>Text from outside, escaped and set apart so that its direction can't disturb its surroundings.</summary>
    public static Markup Text(string text) => new("<bdi>" + Escape(text) + "</bdi>");

    /// <summary>Escapes the five characters that mean something in HTML, in SVG and in quoted attributes.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny("&<>\"'") < 0) return text;
        StringBuilder escaped = new(text.Length + 16);
        foreach (char letter in text)
        {
            _ = letter switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }
}

/// <summary>Writes markup given as interpolated strings: the literal parts as they are, every string put in escaped, numbers in invariant form.</summary>
internal sealed class MarkupWriter(TextWriter writer)
{
    private TextWriter Inner { get; } = writer;

    /// <summary>Writes a piece; the writing happens while the handler is filled.</summary>
#pragma warning disable CA1822 // the handler takes this instance
    public void Write([InterpolatedStringHandlerArgument("")] ref Handler piece) => _ = piece;
#pragma warning restore CA1822

    /// <summary>Writes markup as it is.</summary>
    public void Write(Markup markup) => Inner.Write(markup.Value);

    [InterpolatedStringHandler]
    internal readonly ref struct Handler
    {
        private readonly TextWriter _writer;

        public Handler(int literalLength, int formattedCount, MarkupWriter target)
        {
            _ = literalLength + formattedCount;
            _writer = target.Inner;
        }

        public void AppendLiteral(string value) => _writer.Write(value);

        public void AppendFormatted(string? value) => _writer.Write(Markup.Escape(value ?? string.Empty));

        public void AppendFormatted(Markup value) => _writer.Write(value.Value);

        public void AppendFormatted(long value) => _writer.Write(value.ToString(CultureInfo.InvariantCulture));

        /// <summary>A coordinate or a percentage: two decimals are finer than any screen.</summary>
        public void AppendFormatted(double value) => _writer.Write(value.ToString("0.##", CultureInfo.InvariantCulture));
    }
}
