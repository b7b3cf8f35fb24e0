using System.Text;
using System.Text.Json;
using Earshot.Core.Columns;

namespace Earshot.Tests.Inference;

/// <summary>Reference texts of the inference tests.</summary>
internal static class Goldens
{
    /// <summary>The rows of goldens/wordpiece/cases.json.</summary>
    public static IEnumerable<JsonElement> Cases()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("goldens/wordpiece/cases.json")));
        foreach (JsonElement row in document.RootElement.EnumerateArray()) yield return row;
    }

    /// <summary>The texts of those rows.</summary>
    public static BytesColumn CaseTexts() => Column(Cases().Select(row => row.GetProperty("text").GetString()!));

    /// <summary>The queries of banking77's test part; labels stay on the lines, which does not matter here.</summary>
    public static BytesColumn Banking77() => Column(File.ReadLines(Shared.Path("data/banking77/test.csv")).Skip(1));

    public static BytesColumn Column(IEnumerable<string> texts)
    {
        BytesColumn column = new();
        foreach (string text in texts) column.Append(Encoding.UTF8.GetBytes(text));
        return column;
    }
}
