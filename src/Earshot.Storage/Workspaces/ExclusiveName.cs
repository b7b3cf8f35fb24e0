using System.Runtime.InteropServices;

namespace Earshot.Storage.Workspaces;

/// <summary>
/// Names that one alone gets. <see cref="File.Move(string, string, bool)"/> without overwriting looks whether a name is free and then renames, and a rename
/// replaces what came in between: of several that try at once all may succeed. The system's own <c>link</c> looks and names in one step.
/// </summary>
internal static partial class ExclusiveName
{
    private const int AlreadyExists = 17;
    private const int WindowsFileExists = unchecked((int)0x80070050);
    private const int WindowsAlreadyExists = unchecked((int)0x800700B7);

    /// <summary>Gives a file the name <paramref name="name"/> too, unless something has it; where the file system knows no links, it is moved there.</summary>
    /// <returns>False where the name is taken.</returns>
    /// <exception cref="IOException">It can't be given for another reason: there is no such folder, the disk is full.</exception>
    internal static bool TryGive(string file, string name)
    {
        if (!OperatingSystem.IsWindows())
        {
            if (Link(file, name) == 0) return true;
            if (Marshal.GetLastPInvokeError() == AlreadyExists) return false;
        }

        try
        {
            File.Move(file, name, overwrite: false);
            return true;
        }
        catch (IOException e) when (SaysTaken(e) || Path.Exists(name))
        {
            return false;
        }
    }

    // What has the name may be gone by now. Errors of Unix stand in the code as they are, those of Windows behind the facility of Win32.
    private static bool SaysTaken(IOException e) => e.HResult is AlreadyExists or WindowsFileExists or WindowsAlreadyExists;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string file, string name);
}
