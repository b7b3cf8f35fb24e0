namespace Earshot.Core.Text;

/// <summary>Where a character comes next. Remembers the answer, so that asking at every position of a text takes linear time in all.</summary>
internal ref struct NextIndex(ReadOnlySpan<char> text, char wanted)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at = -1;

    /// <summary>The first position at or after <paramref name="from"/>, or <see cref="int.MaxValue"/>. Positions asked for must not decrease.</summary>
    public int From(int from)
    {
        if (_at >= from) return _at;
        int found = from >= _text.Length ? -1 : _text[from..].IndexOf(wanted);
        return _at = found < 0 ? int.MaxValue : from + found;
    }
}
