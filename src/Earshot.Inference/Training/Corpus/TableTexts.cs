using Earshot.Core.Columns;
using Earshot.Core.Sources;
using Earshot.Core.Text;

namespace Earshot.Inference.Training.Corpus;

/// <summary>Texts from a column of a table, cleaned as tickets are.</summary>
internal static class TableTexts
{
    private const int BlockRows = 4096;
    private const int SampledTexts = 100;

    /// <summary>The training texts of the column at position <paramref name="column"/>, row by row; rows that can't be read are left out.</summary>
    public static IEnumerable<string> Read(ITableReader table, int column, TextRule rule)
    {
        ColumnBatch batch = new(RawRows.Schema(table.Columns));
        TextOrigin? origin = null;
        while (table.Read(batch, BlockRows, static _ => { }))
        {
            BytesColumn cells = batch.Bytes(column);
            origin ??= TextOriginGuess.From(table.Columns, Enumerable.Range(0, Math.Min(SampledTexts, cells.Count)).Select(cells.GetString));
            for (int row = 0; row < cells.Count; row++)
            {
                if (cells.IsNull(row)) continue;
                foreach (string text in rule.Apply(TextCleaner.Clean(origin.Value, "", cells.GetString(row)))) yield return text;
            }
        }
    }
}
