namespace Earshot.Inference;

/// <summary>Files inside this assembly, read where the loader has mapped them: nothing is copied.</summary>
internal static unsafe class EmbeddedFile
{
    /// <summary>The bytes of a file; they stay valid for the life of the process.</summary>
    public static ReadOnlySpan<byte> Bytes(string name)
    {
        Stream stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly holds no file named {name}");
        using var mapped = (UnmanagedMemoryStream)stream;
        return new ReadOnlySpan<byte>(mapped.PositionPointer, checked((int)mapped.Length));
    }
}
