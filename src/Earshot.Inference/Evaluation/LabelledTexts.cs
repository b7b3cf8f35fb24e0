using Earshot.Core.Columns;

namespace Earshot.Inference.Evaluation;

/// <summary>Clean texts of a file, each with the label that its row has; rows that clean to nothing are left out.</summary>
/// <param name="File">Name of the file, without its folder.</param>
/// <param name="Columns">The columns that texts come from, as people read it: "text", "title, body".</param>
/// <param name="Texts">UTF-8.</param>
/// <param name="Labels">One a text; null where its row has none.</param>
/// <param name="WithoutText">Rows left out: unreadable, or without text.</param>
public sealed record LabelledTexts(string File, string Columns, BytesColumn Texts, IReadOnlyList<string?> Labels, int WithoutText)
{
    /// <summary>Numbers of the rows with a label.</summary>
    public int[] Labelled => [.. Enumerable.Range(0, Labels.Count).Where(row => Labels[row] is not null)];
}
