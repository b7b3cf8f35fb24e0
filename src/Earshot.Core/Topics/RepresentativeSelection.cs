namespace Earshot.Core.Topics;

/// <summary>A ticket that may stand for its topic, with its texts.</summary>
/// <param name="TicketId">Our id.</param>
/// <param name="Similarity">Cosine to the centroid.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Text">The beginning of its clean text.</param>
/// <param name="SourceId">The source's id, or null.</param>
/// <param name="CreatedAt">Microseconds since 1970 in UTC, or null.</param>
/// <param name="Product">Its product line, or null.</param>
public sealed record Representative(long TicketId, float Similarity, string? Title, string Text, string? SourceId, long? CreatedAt, string? Product);

/// <summary>
/// Keeps, for every cluster, the few tickets nearest to its centroid with different texts. Ties go to the smaller ticket id, so that the result
/// does not depend on the order of tickets or of merges. Not thread-safe: use one a partition.
/// </summary>
internal sealed class RepresentativeSelection
{
    /// <summary>Word sets that share this much (Jaccard) are near-duplicates.</summary>
    private const double NearDuplicate = 0.8;

    private readonly int _capacity;
    private readonly List<Entry>[] _entries;
    private readonly float[] _worstSimilarity;
    private readonly long[] _worstTicketId;

    /// <summary>An empty selection of at most <paramref name="capacity"/> (at least 1) candidates for each of the clusters.</summary>
    public RepresentativeSelection(int clusters, int capacity = 40)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(clusters);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _entries = new List<Entry>[clusters];
        _worstSimilarity = new float[clusters];
        _worstTicketId = new long[clusters];
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            _entries[cluster] = new List<Entry>(capacity + 1);
            _worstSimilarity[cluster] = float.NegativeInfinity;
            _worstTicketId[cluster] = long.MaxValue;
        }
    }

    /// <summary>True when a ticket is near enough to be a candidate; cheap, to be asked before its texts are touched. False for NaN.</summary>
    public bool IsNear(int cluster, float similarity, long ticketId) =>
        similarity > _worstSimilarity[cluster] || (similarity == _worstSimilarity[cluster] && ticketId < _worstTicketId[cluster]);

    /// <summary>True when <see cref="IsNear"/> and no candidate with the same text is as good.</summary>
    /// <param name="textHash">Hash of the text.</param>
    public bool Wants(int cluster, float similarity, long ticketId, ulong textHash)
    {
        if (!IsNear(cluster, similarity, ticketId)) return false;
        int twin = _entries[cluster].FindIndex(entry => entry.TextHash == textHash);
        return twin < 0 || Compare(similarity, ticketId, _entries[cluster][twin].Ticket) < 0;
    }

    /// <summary>Takes a ticket that <see cref="Wants"/> was true for.</summary>
    public void Add(int cluster, Representative ticket, ulong textHash)
    {
        if (!Wants(cluster, ticket.Similarity, ticket.TicketId, textHash)) return;
        List<Entry> entries = _entries[cluster];
        entries.RemoveAll(entry => entry.TextHash == textHash);
        int at = 0;
        while (at < entries.Count && Compare(ticket.Similarity, ticket.TicketId, entries[at].Ticket) > 0) at++;
        entries.Insert(at, new Entry(ticket, textHash));
        if (entries.Count > _capacity) entries.RemoveAt(_capacity);
        bool full = entries.Count == _capacity;
        _worstSimilarity[cluster] = full ? entries[^1].Ticket.Similarity : float.NegativeInfinity;
        _worstTicketId[cluster] = full ? entries[^1].Ticket.TicketId : long.MaxValue;
    }

    /// <summary>Adds the candidates of another partition.</summary>
    public void Merge(RepresentativeSelection other)
    {
        for (int cluster = 0; cluster < _entries.Length; cluster++)
            foreach (Entry entry in other._entries[cluster]) Add(cluster, entry.Ticket, entry.TextHash);
    }

    /// <summary>The best candidates, nearest first, leaving out those whose titles (or texts, where one has no title) nearly repeat a better one's.</summary>
    public IReadOnlyList<Representative> Best(int cluster, int count = 5)
    {
        List<Representative> best = [];
        List<(HashSet<string>? Title, HashSet<string> Text)> words = [];
        foreach (Representative ticket in _entries[cluster].Select(entry => entry.Ticket))
        {
            if (best.Count == count) break;
            HashSet<string>? title = string.IsNullOrWhiteSpace(ticket.Title) ? null : Words(ticket.Title);
            HashSet<string> text = Words(ticket.Text);
            if (words.Exists(other => (title is null || other.Title is null ? Jaccard(text, other.Text) : Jaccard(title, other.Title)) >= NearDuplicate))
                continue;
            best.Add(ticket);
            words.Add((title, text));
        }

        return best;
    }

    private static HashSet<string> Words(string text)
    {
        HashSet<string> words = [];
        int start = -1;
        for (int at = 0; at <= text.Length; at++)
        {
            bool inside = at < text.Length && char.IsLetterOrDigit(text[at]);
            if (inside && start < 0) start = at;
            if (inside || start < 0) continue;
            words.Add(text[start..at].ToLowerInvariant());
            start = -1;
        }

        return words;
    }

    private static double Jaccard(HashSet<string> a, HashSet<string> b)
    {
        if (a.Count == 0 && b.Count == 0) return 1;
        int shared = a.Count(b.Contains);
        return (double)shared / (a.Count + b.Count - shared);
    }

    private static int Compare(float similarity, long ticketId, Representative other) =>
        similarity != other.Similarity ? other.Similarity.CompareTo(similarity) : ticketId.CompareTo(other.TicketId);

    private readonly record struct Entry(Representative Ticket, ulong TextHash);
}
