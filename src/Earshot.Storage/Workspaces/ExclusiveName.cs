using System.Runtime.InteropServices;

namespace Earshot.Storage.Workspaces;

/// <summary>
/// Names that one alone gets. <see cref="File.Move(string, string, bool)"/> without overwriting looks whether a name is free and then renames, and a rename
/// replaces what came in between: of several that try at once all may succeed. The system's own <c>link</c> looks and names in one step.
/// </summary>
internal static partial class ExclusiveName
{
    private const int AlreadyExists = 17;

    /// <summary>Gives a file the name <paramref name="name"/> too, unless something has it; where the file system knows no links, it is moved there.</summary>
    /// <returns>False where the name is taken.</returns>
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
        catch (IOException)
        {
            return false; // somebody else's is there, or was there a moment ago
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string file, string name);
}
