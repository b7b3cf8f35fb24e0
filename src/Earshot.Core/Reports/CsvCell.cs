using System.Text;

namespace Earshot.Core.Reports;

/// <summary>Cells after RFC 4180 that a spreadsheet shows and never runs.</summary>
internal static class CsvCell
{
    /// <summary>The cell of a text: quoted where it must be, with an apostrophe before what a spreadsheet would take for a formula.</summary>
    public static string Of(string text)
    {
        string safe = StartsFormula(text) && !IsPlainNumber(text) ? "'" + text : text;
        if (safe.AsSpan().IndexOfAny("\",\r\n") < 0) return safe;
        return new StringBuilder(safe.Length + 8).Append('"').Append(safe).Replace("\"", "\"\"", 1, safe.Length).Append('"').ToString();
    }

    /// <summary>The signs in both widths: Japanese and Chinese spreadsheets take the wide ones too.</summary>
    public static bool StartsFormula(ReadOnlySpan<char> text) => text.Length > 0 && "=+-@\t\r\n＝＋－＠".Contains(text[0], StringComparison.Ordinal);

    /// <summary>A sign, digits and at most one point between or after them: nothing that could call anything.</summary>
    public static bool IsPlainNumber(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '+' or '-') text = text[1..];
        int point = text.IndexOf('.');
        ReadOnlySpan<char> fraction = point < 0 ? default : text[(point + 1)..];
        if (point >= 0) text = text[..point];
        return text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0 && fraction.IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
