namespace Earshot.Core.Text;

/// <summary>Characters being written, with a look back: what <see cref="System.Text.StringBuilder"/> does, with cheap access to the characters.</summary>
internal sealed class TextBuffer(int capacity)
{
    private char[] _characters = new char[Math.Max(16, capacity)];

    public int Length { get; private set; }

    public Span<char> Written => _characters.AsSpan(0, Length);

    public char Last => Length == 0 ? '\n' : _characters[Length - 1];

    public void Append(char c)
    {
        if (Length == _characters.Length) Grow(1);
        _characters[Length++] = c;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (Length + text.Length > _characters.Length) Grow(text.Length);
        text.CopyTo(_characters.AsSpan(Length));
        Length += text.Length;
    }

    public void Truncate(int length) => Length = length;

    public override string ToString() => new(_characters, 0, Length);

    private void Grow(int more) => Array.Resize(ref _characters, (int)Math.Min(Array.MaxLength, Math.Max((long)Length + more, _characters.Length * 2L)));
}
