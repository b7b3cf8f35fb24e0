using System.IO.Compression;
using System.Text;
using Earshot.Core;
using Earshot.Core.Sources;

namespace Earshot.Connectors.Files;

/// <summary>A file as a stream of UTF-8 bytes, decompressed and decoded, which can be opened again; knows how much of it has been read.</summary>
internal sealed class SourceFile
{
    /// <summary>What to do about a file with nothing in it.</summary>
    internal const string Empty = "was the export complete? look at the file, and export it again";

    private const int SampleBytes = 256 << 10;
    private readonly ForeignFormats _foreign;
    private readonly Encoding? _encoding;
    private readonly Compression _compression;
    private long _read;

    // Without it a gzip file that is cut off ends as if it were whole. Read once by the runtime, at the first decompression.
    static SourceFile() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>Looks at the start of the file.</summary>
    /// <exception cref="EarshotException">It is missing, a folder, empty, unreadable or not text (exit 3), or no encoding is called so (exit 2).</exception>
    public SourceFile(string path, FileReadOptions options, ForeignFormats foreign)
    {
        Name = path;
        _foreign = foreign;
        if (Directory.Exists(path)) throw Refused("is a folder", "name the files in it, or the folder as it is to read them all");
        try
        {
            using FileStream file = OpenRaw();
            TotalBytes = file.Length;
            Span<byte> magic = stackalloc byte[4];
            magic = magic[..file.ReadAtLeast(magic, 4, throwOnEndOfStream: false)];
            if (magic.IsEmpty) throw Refused("is empty", Empty);
            IsParquet = magic.SequenceEqual("PAR1"u8);
            _compression = magic switch
            {
                [0x1F, 0x8B, ..] => Compression.Gzip,
                [0x28, 0xB5, 0x2F, 0xFD] => Compression.Zstandard,
                _ => Compression.None,
            };
            if (magic.StartsWith("PK\x03\x04"u8)) throw Refused("is a ZIP archive or an Excel workbook", "unpack it, or save the sheet as CSV");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            bool missing = fault is FileNotFoundException or DirectoryNotFoundException;
            throw missing
                ? Refused("does not exist", "check the name and the folder", fault)
                : Refused("can't be read: " + fault.Message.TrimEnd('.'), "check its permissions, and that nothing else is writing it", fault);
        }

        if (IsParquet) return;
        using Stream stored = OpenStored();
        using ByteWindow window = new(stored, SampleBytes);
        window.Fill();
        if (window.Span.IsEmpty && window.Failure is null) throw Refused("is empty", Empty);
        if (window.Span.IsEmpty) throw Refused("can't be read: " + window.Failure, "was it copied whole? copy or export it again");
        _encoding = options.Encoding is { } name ? TextEncoding.Named(name) : TextEncoding.Guess(window.Span);
        if (options.Encoding is null && TextEncoding.IsBinary(window.Span))
            throw Refused(
                "is not a text file", "CSV, TSV, JSON, JSON Lines, plain text and Parquet can be read; if it is text, say in which encoding: --encoding NAME");
        if (_encoding is UTF8Encoding) _encoding = null;
        if (_encoding is not null && options.Encoding is null)
            Notes.Add(new($"{Name} is not UTF-8; read as {_encoding.WebName}", "if letters look wrong, say which it is: --encoding NAME"));
        byte[] sample = _encoding is null ? window.Span.ToArray() : Encoding.UTF8.GetBytes(_encoding.GetString(window.Span));
        Sample = sample.AsMemory(sample.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0);
        SampleIsWhole = window.Ended && window.Failure is null;
        if (Sample.IsEmpty) throw Refused("is empty", Empty);
    }

    private enum Compression
    {
        None,
        Gzip,
        Zstandard,
    }

    /// <summary>The path as the user gave it.</summary>
    public string Name { get; }

    /// <summary>The name without folders and without the ending of its compression, to tell formats by.</summary>
    public string PlainName => FileSet.WithoutCompression(Path.GetFileName(Name));

    public bool IsParquet { get; }

    /// <summary>The first bytes, in UTF-8 without a mark; the last row in it may be cut.</summary>
    public ReadOnlyMemory<byte> Sample { get; }

    /// <summary>The sample is the whole file.</summary>
    public bool SampleIsWhole { get; }

    public long TotalBytes { get; }

    public long BytesRead => Volatile.Read(ref _read);

    public List<SourceNote> Notes { get; } = [];

    /// <summary>Opens the text from its start.</summary>
    public ByteWindow Open(int limit)
    {
        FileStream? raw = null;
        Stream stored = OpenStored(opened => raw = opened);
        Stream text = _encoding is null ? stored : Encoding.CreateTranscodingStream(stored, _encoding, Encoding.UTF8);
        ByteWindow window = new(text, limit, _ =>
        {
            if (raw is not null) Volatile.Write(ref _read, raw.Position);
        });
        window.Fill();
        if (window.Span.StartsWith(Encoding.UTF8.Preamble)) window.Consume(3);
        return window;
    }

    public EarshotException Refused(string what, string? hint, Exception? inner = null) => new($"{Name} {what}", hint, 3, inner);

    private FileStream OpenRaw() => new(Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 << 10, FileOptions.SequentialScan);

    private Stream OpenStored(Action<FileStream>? opened = null)
    {
        if (_compression == Compression.Zstandard)
        {
            if (_foreign.Zstandard is null) throw Refused("is compressed with Zstandard, which can't be read here", "decompress it first: zstd -d " + Name);
            return _foreign.Zstandard(Path.GetFullPath(Name));
        }

        FileStream raw = OpenRaw();
        opened?.Invoke(raw);
        return _compression == Compression.Gzip ? new GZipStream(raw, CompressionMode.Decompress) : raw;
    }
}
