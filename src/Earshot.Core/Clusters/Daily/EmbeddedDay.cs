using System.Runtime.InteropServices;
using Earshot.Core.Columns;

namespace Earshot.Core.Clusters.Daily;

/// <summary>The tickets of a day, as they are embedded.</summary>
internal sealed class EmbeddedDay
{
    private readonly List<long> _ticketIds = [];
    private readonly List<long> _textHashes = [];

    public ReadOnlySpan<long> TicketIds => CollectionsMarshal.AsSpan(_ticketIds);

    /// <summary>Of each ticket the stable hash of its text.</summary>
    public ReadOnlySpan<long> TextHashes => CollectionsMarshal.AsSpan(_textHashes);

    public BytesColumn Vectors { get; } = new();

    /// <summary>The scale of each vector; 0 for a text without words.</summary>
    public ValueColumn<float> Scales { get; } = new();

    public void Append(long ticketId, long textHash, ReadOnlySpan<byte> vector, float scale)
    {
        _ticketIds.Add(ticketId);
        _textHashes.Add(textHash);
        Vectors.Append(vector);
        Scales.Append(scale);
    }

    public void Append(EmbeddedDay other)
    {
        for (int row = 0; row < other._ticketIds.Count; row++)
            Append(other._ticketIds[row], other._textHashes[row], other.Vectors[row], other.Scales[row]);
    }
}
