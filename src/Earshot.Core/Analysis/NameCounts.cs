using System.Text;
using Earshot.Core.Topics;

namespace Earshot.Core.Analysis;

/// <summary>Tickets a value (product line, source, language) and topic. Beyond a thousand values the rest are counted together.</summary>
internal sealed class NameCounts(int topics)
{
    private const int MostNames = 1000;
    private const string Rest = "(other)";

    private readonly ByteStringTable _names = new();
    private long[] _counts = [];
    private int _last = -1;

    /// <summary>Counts a ticket; an empty value is no value.</summary>
    public void Add(int topic, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return;

        // Neighbouring rows mostly have the same value.
        if (_last < 0 || !_names[_last].SequenceEqual(name)) _last = IdOf(name);
        _counts[(_last * topics) + topic]++;
    }

    public void Merge(NameCounts other)
    {
        for (int name = 0; name < other._names.Count; name++)
        {
            int own = IdOf(other._names[name]);
            for (int topic = 0; topic < topics; topic++) _counts[(own * topics) + topic] += other._counts[(name * topics) + topic];
        }
    }

    /// <summary>The values of one topic, or of all (-1), most first, ties by name.</summary>
    public IReadOnlyList<NamedCount> Of(int topic)
    {
        List<NamedCount> list = [];
        for (int name = 0; name < _names.Count; name++)
        {
            long count = topic >= 0 ? _counts[(name * topics) + topic] : Sum(_counts.AsSpan(name * topics, topics));
            if (count > 0) list.Add(new NamedCount(Encoding.UTF8.GetString(_names[name]), count));
        }

        list.Sort((a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Name, b.Name));
        return list;
    }

    private int IdOf(ReadOnlySpan<byte> name)
    {
        int id = _names.Count < MostNames ? _names.Intern(name) : _names.Find(name) is >= 0 and var known ? known : _names.Intern(Encoding.UTF8.GetBytes(Rest));
        if ((id + 1) * topics > _counts.Length) Array.Resize(ref _counts, Math.Max((id + 1) * topics, _counts.Length * 2));
        return id;
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts) sum += count;
        return sum;
    }
}
