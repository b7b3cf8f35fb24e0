using System.Globalization;
using System.Text;
using Earshot.Core.Analysis;
using Earshot.Core.Columns;
using Earshot.Core.Reports;
using Earshot.Core.Topics;

namespace Earshot.Core.Clusters;

/// <summary>
/// Writes <c>cluster_assignments_*.csv</c> block by block: ticket_id, source_id, path, membership, x, y, text. A ticket without a text has an empty path; x and
/// y are the place on the picture of depth 1 and empty for texts that were carried to their cluster. CSV as in <see cref="ClusterTables"/>.
/// </summary>
public sealed class ClusterAssignmentsCsv
{
    private const int MostCharacters = 200;

    // masking cost grows with the text, and what is shown comes from its beginning
    private const int MostBytesRead = 2_000;

    private readonly TextWriter _writer;
    private readonly string[] _paths;
    private readonly ReadOnlyMemory<float> _layout;
    private readonly Func<string, string>? _mask;

    /// <summary>Writes the heading.</summary>
    /// <param name="writer">Where to; it stays open.</param>
    /// <param name="clustering">What was found.</param>
    /// <param name="mask">Masks personal data; null for texts as they are.</param>
    public ClusterAssignmentsCsv(TextWriter writer, RecursiveClustering clustering, Func<string, string>? mask)
    {
        (_writer, _mask) = (writer, mask);
        _paths = [.. Enumerable.Range(0, clustering.Clusters.Count).Select(clustering.LabelOf)];
        _layout = clustering.Clusters[0].Division?.Layout ?? default;
        writer.Write("ticket_id,source_id,path,membership,x,y,text\r\n");
    }

    /// <summary>Writes a block.</summary>
    public void Write(ClusteredBlock block)
    {
        TicketColumns tickets = block.Tickets;
        for (int row = 0; row < block.Clusters.Count; row++)
        {
            (int cluster, int place) = (block.Clusters[row], block.CorpusRows[row]);
            string text = Excerpt.Of(Shown(TextOf(tickets, row)), MostCharacters);
            string source = DisplayText.Clean(tickets.SourceId!.GetString(row));
            string membership = cluster < 0 ? "" : Fraction(block.Memberships[row]);
            (string x, string y) = place < 0 || _layout.IsEmpty ? ("", "") : (Fraction(_layout.Span[2 * place]), Fraction(_layout.Span[(2 * place) + 1]));
            string path = cluster < 0 ? "" : _paths[cluster];
            _writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{tickets.TicketId[row]},{CsvCell.Of(source)},{path},{membership},{x},{y},{CsvCell.Of(text)}\r\n"));
        }
    }

    private string Shown(string text) => DisplayText.Clean(_mask is null ? text : _mask(text));

    private static string TextOf(TicketColumns tickets, int row)
    {
        if (!tickets.CleanText!.IsNull(row)) return Beginning(tickets.CleanText, row);
        string title = Beginning(tickets.Title!, row), message = Beginning(tickets.MessageText, row);
        return title.Length == 0 || message.Length == 0 ? title + message : $"{title}\n{message}";
    }

    private static string Beginning(BytesColumn texts, int row)
    {
        ReadOnlySpan<byte> text = texts[row];
        if (text.Length <= MostBytesRead) return Encoding.UTF8.GetString(text);
        int end = MostBytesRead;
        while ((text[end] & 0xC0) == 0x80) end--;
        return Encoding.UTF8.GetString(text[..end]);
    }

    private static string Fraction(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
