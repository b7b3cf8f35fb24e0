using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Earshot.Storage.Workspaces;

/// <summary>Makes what was written outlive a power cut: the content of a file by .NET, the names in a folder by the system's own <c>fsync</c>.</summary>
internal static partial class FileFlush
{
    /// <summary>Writes the names in a folder through to the disk, so that a rename is there after a power cut. Windows keeps names by itself.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    internal static void Folder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = Open(path, 0);
        if (descriptor < 0) return; // a folder that may be written but not listed
        int outcome = Synchronise(descriptor), error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);

        // file systems that know no such thing (EINVAL) have nothing to write through
        if (outcome < 0 && error != InvalidArgument) throw new IOException($"{path} can't be written through to the disk: {new Win32Exception(error).Message}");
    }

    private const int InvalidArgument = 22;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronise(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
