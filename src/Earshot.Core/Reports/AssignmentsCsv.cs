using System.Buffers;
using System.Globalization;
using System.Text;
using Earshot.Core.Analysis;

namespace Earshot.Core.Reports;

/// <summary>
/// Writes <c>assignments.csv</c> (ticket_id, source_id, topic_id, topic_name, similarity, team) row by row as UTF-8 bytes, with nothing allocated a row;
/// CSV as in <see cref="Tables"/>. Source ids are written as they are, not masked. Dispose writes what is left and leaves the stream open.
/// </summary>
public sealed class AssignmentsCsv : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const int MostNumberBytes = 64;

    // these, or a first byte that starts a formula, need the careful way; with them the first bytes of all control and direction marks in UTF-8
    private static readonly SearchValues<byte> Careful =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)',', 0x7F, 0xC2, 0xD8, 0xE2, 0xEF]);

    private readonly Stream _stream;
    private readonly Dictionary<int, (byte[] Before, byte[] After)> _strangers = [];
    private readonly (byte[] Before, byte[] After)[] _topics;
    private byte[] _buffer = new byte[BufferSize];
    private int _used;

    /// <summary>Writes the heading and remembers the names and teams of the document's topics.</summary>
    public AssignmentsCsv(Stream stream, AnalysisDocument document, ReportOptions options)
    {
        _stream = stream;
        AnalysisDocument shown = ShownDocument.Of(document with { Languages = [], Products = [], Sources = [], Teams = [] }, options);
        int highest = shown.Topics.Count == 0 ? -1 : shown.Topics.Max(topic => topic.TopicId);
        _topics = new (byte[], byte[])[highest + 1];
        foreach (TopicSummary topic in shown.Topics) _topics[topic.TopicId] = Around(topic.TopicId, topic.Name, topic.Team);
        Append("ticket_id,source_id,topic_id,topic_name,similarity,team\r\n"u8);
    }

    /// <summary>Appends a row. A topic the document does not have gets an empty name and team; a similarity that is no number is left empty.</summary>
    public void Append(long ticketId, ReadOnlySpan<byte> sourceId, int topicId, float similarity)
    {
        (byte[] before, byte[] after) = (uint)topicId < (uint)_topics.Length && _topics[topicId].Before is not null ? _topics[topicId] : Stranger(topicId);
        Reserve(MostNumberBytes + sourceId.Length + before.Length + after.Length);
        ticketId.TryFormat(_buffer.AsSpan(_used), out int written, default, CultureInfo.InvariantCulture);
        _used += written;
        _buffer[_used++] = (byte)',';
        if (sourceId.IndexOfAny(Careful) < 0 && (sourceId.Length == 0 || sourceId[0] is not ((byte)'=' or (byte)'+' or (byte)'-' or (byte)'@')))
        {
            Put(sourceId);
        }
        else
        {
            byte[] cell = Encoding.UTF8.GetBytes(CsvCell.Of(DisplayText.Clean(Encoding.UTF8.GetString(sourceId))));
            Reserve(MostNumberBytes + cell.Length + before.Length + after.Length);
            Put(cell);
        }

        Put(before);
        PutSimilarity(similarity);
        Put(after);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        _stream.Flush();
    }

    private static (byte[] Before, byte[] After) Around(int topicId, string name, string team) =>
        (
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $",{topicId},{CsvCell.Of(name)},")),
            Encoding.UTF8.GetBytes($",{CsvCell.Of(team)}\r\n"));

    private (byte[] Before, byte[] After) Stranger(int topicId)
    {
        if (!_strangers.TryGetValue(topicId, out (byte[] Before, byte[] After) cells))
            _strangers[topicId] = cells = Around(topicId, string.Empty, string.Empty);
        return cells;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        Put(bytes);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Four decimals, by integers: the general formatting of floats is several times slower.</summary>
    private void PutSimilarity(float similarity)
    {
        if (!float.IsFinite(similarity)) return;
        int scaled = (int)MathF.Round(Math.Clamp(similarity, -99f, 99f) * 10_000f);
        if (scaled < 0) _buffer[_used++] = (byte)'-';
        scaled = Math.Abs(scaled);
        ((uint)scaled / 10_000).TryFormat(_buffer.AsSpan(_used), out int written, default, CultureInfo.InvariantCulture);
        _used += written;
        _buffer[_used++] = (byte)'.';
        int rest = scaled % 10_000;
        for (int place = 1000; place > 0; place /= 10) _buffer[_used++] = (byte)('0' + rest / place % 10);
    }

    private void Reserve(int length)
    {
        if (_buffer.Length - _used >= length) return;
        Flush();
        if (_buffer.Length < length) _buffer = new byte[length];
    }

    private void Flush()
    {
        _stream.Write(_buffer, 0, _used);
        _used = 0;
    }
}
