using System.Security.Cryptography;

namespace Earshot.Inference.Catalogue;

/// <summary>What is known of a file's content.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">64 hexadecimal digits, lower case.</param>
internal sealed record FileContent(long Bytes, string Sha256)
{
    private const int BlockBytes = 1 << 20;

    public override string ToString() => $"{Sha256} ({Bytes:N0} bytes)";

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FileContent Of(string path, CancellationToken cancellation = default)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[(int)Math.Clamp(file.Length, 1, BlockBytes)];
        long bytes = 0;
        while (file.Read(block) is > 0 and int read)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, read);
            bytes += read;
        }

        return new FileContent(bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The content of a file, or null where there is none; one of another length than any in <paramref name="expected"/> is not read.</summary>
    public static FileContent? Find(string path, IEnumerable<FileContent> expected, CancellationToken cancellation)
    {
        FileInfo file = new(path);
        return file.Exists && expected.Any(content => content.Bytes == file.Length) ? Of(path, cancellation) : null;
    }
}
