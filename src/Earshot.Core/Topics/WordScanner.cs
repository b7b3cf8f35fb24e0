namespace Earshot.Core.Topics;

/// <summary>
/// Finds the words of a UTF-8 text one after another without copying. Passes over what is no prose: tags, entities, markup in braces, masks such as
/// [email], addresses, paths, identifiers, numbers; each of these, like punctuation, separates the words around it.
/// </summary>
internal ref struct WordScanner(ReadOnlySpan<byte> text)
{
    private const byte Other = 0, Letter = 1, Digit = 2, Space = 3, End = 4;
    private static readonly byte[] Kinds = BuildKinds();

    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;
    private bool _separated = true;
    private bool _sentenceStarts = true;
    private bool _hyphen;

    /// <summary>The word's bytes; apostrophes inside are kept.</summary>
    public ReadOnlySpan<byte> Word { get; private set; }

    /// <summary>Where the word begins in the text.</summary>
    public int Start { get; private set; }

    /// <summary>True when a digit is among the letters.</summary>
    public bool HasDigit { get; private set; }

    /// <summary>True when something other than white space or a hyphen stands between this word and the one before.</summary>
    public bool Separated { get; private set; }

    /// <summary>True for the first word of a sentence or line, whose capital says nothing.</summary>
    public bool StartsSentence { get; private set; }

    /// <summary>True when only a hyphen joins the word to the one before.</summary>
    public bool Hyphenated { get; private set; }

    /// <summary>Goes to the next word; false at the end.</summary>
    public bool MoveNext()
    {
        while (_position < _text.Length)
        {
            byte b = _text[_position];
            switch (Kinds[b])
            {
                case Letter or Digit:
                    if (ReadWord()) return true;
                    break;
                case Space:
                    _position++;
                    _hyphen = false;
                    break;
                case End:
                    _position++;
                    Separate();
                    _sentenceStarts = true;
                    break;
                default:
                    PassOver(b);
                    break;
            }
        }

        return false;
    }

    private bool ReadWord()
    {
        int start = _position, at = start;
        bool identifier = false, hasDigit = false, hasLetter = false;
        while (at < _text.Length)
        {
            byte b = _text[at];
            if (b >= 0x80)
            {
                int punctuation = PunctuationLength(at);
                if (punctuation > 0)
                {
                    if (!IsCurlyApostrophe(at) || at + 3 >= _text.Length || Kinds[_text[at + 3]] != Letter || PunctuationLength(at + 3) > 0) break;
                    at += punctuation;
                    continue;
                }

                hasLetter = true;
            }
            else if (Kinds[b] == Digit)
            {
                hasDigit = true;
            }
            else if (Kinds[b] == Letter)
            {
                hasLetter = true;
            }
            else if (b == '_')
            {
                identifier = true;
            }
            else if (b != '\'' || Kinds[At(at + 1)] != Letter)
            {
                break;
            }

            at++;
        }

        if (at == start)
        {
            _position += Math.Max(1, PunctuationLength(start));
            Separate();
            return false;
        }

        if (identifier || (at < _text.Length && BelongsToAddress(at)))
        {
            SkipChunk(at);
            return false;
        }

        if (!hasLetter)
        {
            _position = at;
            Separate();
            return false;
        }

        Word = _text[start..at];
        Start = start;
        HasDigit = hasDigit;
        Separated = _separated;
        StartsSentence = _sentenceStarts;
        Hyphenated = _hyphen;
        _separated = _sentenceStarts = _hyphen = false;
        _position = at;
        return true;
    }

    // Looks at what follows a word without a blank: user@host, ABC-123, www.host, file.xml, http://, C:\path, a/b/c, key=value, call().
    private readonly bool BelongsToAddress(int at)
    {
        byte next = At(at + 1);
        switch (_text[at])
        {
            case (byte)'@': return Kinds[next] is Letter or Digit;
            case (byte)'-': return Kinds[next] == Digit;
            case (byte)'.': return Kinds[next] == Digit || (Kinds[next] == Letter && next is not (>= (byte)'A' and <= (byte)'Z'));
            case (byte)':': return (next == '/' && At(at + 2) == '/') || next == '\\' || (next == ':' && Kinds[At(at + 2)] == Letter);
            case (byte)'\\': return true;
            case (byte)'=': return next != ' ';
            case (byte)'(': return next == ')';
            case (byte)'/':
                int slashes = 0;
                for (int i = at; i < _text.Length && Kinds[_text[i]] is not Space && _text[i] is not ((byte)'\n' or (byte)'<'); i++)
                    if (_text[i] == '/') slashes++;
                return slashes > 1;
            default: return false;
        }
    }

    private void PassOver(byte b)
    {
        int end = -1;
        switch (b)
        {
            case (byte)'-':
                bool joins = _position > 0 && Kinds[_text[_position - 1]] is Letter or Digit && Kinds[At(_position + 1)] is Letter or Digit;
                _position++;
                if (joins) _hyphen = true;
                else Separate();
                return;
            case (byte)'<' when At(_position + 1) == '/' || Kinds[At(_position + 1)] == Letter: end = Find((byte)'>', 300); break;
            case (byte)'{': end = Find((byte)'}', 60); break;
            case (byte)'&': end = Find((byte)';', 10); break;
            case (byte)'[': end = MaskEnd(); break;
            case (byte)'/' or (byte)'\\' or (byte)'@' or (byte)'$' or (byte)'~' or (byte)'_'
                when Kinds[At(_position + 1)] is Letter or Digit && (_position == 0 || Kinds[_text[_position - 1]] is not (Letter or Digit)):
                SkipChunk(_position + 1);
                return;
        }

        _position = end > 0 ? end + 1 : _position + 1;
        Separate();
    }

    // A mask is written [in lower case]; "[Android] crashes" is prose.
    private readonly int MaskEnd()
    {
        for (int at = _position + 1; at < _text.Length && at - _position <= 24; at++)
        {
            byte b = _text[at];
            if (b == ']') return at > _position + 1 ? at : -1;
            if (b is not (>= (byte)'a' and <= (byte)'z' or (byte)' ' or (byte)'_' or (byte)'-' or >= (byte)'0' and <= (byte)'9' or (byte)'~')) return -1;
        }

        return -1;
    }

    private readonly int Find(byte value, int within)
    {
        int length = Math.Min(within, _text.Length - _position);
        int found = _text.Slice(_position, length).IndexOf(value);
        return found < 0 ? -1 : _position + found;
    }

    private void SkipChunk(int at)
    {
        while (at < _text.Length && Kinds[_text[at]] != Space && _text[at] is not ((byte)'\n' or (byte)'<' or (byte)'"')) at++;
        _position = at;
        Separate();
    }

    private void Separate()
    {
        _separated = true;
        _hyphen = false;
    }

    private readonly byte At(int index) => index < _text.Length ? _text[index] : (byte)' ';

    private readonly bool IsCurlyApostrophe(int at) => At(at) == 0xE2 && At(at + 1) == 0x80 && At(at + 2) == 0x99;

    // Dashes, quotes and dots of U+2000..206F, CJK punctuation, no-break space and the Latin-1 signs: 0 when the bytes are a letter.
    private readonly int PunctuationLength(int at) => _text[at] switch
    {
        0xE2 => 3,
        0xE3 when At(at + 1) == 0x80 => 3,
        0xEF when At(at + 1) is 0xBB or 0xBC or 0xBF => 3,
        0xC2 => 2,
        0xF0 => 4,
        _ => 0,
    };

    private static byte[] BuildKinds()
    {
        byte[] kinds = new byte[256];
        for (int b = 0; b < 256; b++)
        {
            kinds[b] = b is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= 0x80 ? Letter
                : b is >= '0' and <= '9' ? Digit
                : b is ' ' or '\t' or '\r' ? Space
                : b is '.' or '!' or '?' or '\n' ? End
                : Other;
        }

        return kinds;
    }
}
