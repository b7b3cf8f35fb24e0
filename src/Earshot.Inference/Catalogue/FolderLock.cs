using Earshot.Core;

namespace Earshot.Inference.Catalogue;

/// <summary>
/// The right to change a models folder: a file held open, which the system lets go of however the process ends. It stays when it is free:
/// deleting it could leave two holders of two files of the same name.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a folder, which is made where it does not exist.</summary>
    /// <exception cref="EarshotException">Another process has it (exit code 4), or the folder can't be written to.</exception>
    public static FolderLock Take(string folder)
    {
        string path = Path.Combine(folder, ".lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EarshotException(
                $"the models folder {folder} can't be written to: {e.Message}",
                "check its permissions, or choose another with --models-folder FOLDER", 1, e);
        }
        catch (IOException e) when (IsHeld(path, e))
        {
            throw new EarshotException(
                $"the models folder {folder} is in use by another earshot",
                "wait until it has ended, then run the same command again", 4, e);
        }
        catch (IOException e)
        {
            throw new EarshotException(
                $"the models folder {folder} can't be written to: {e.Message}",
                "free some disk space, or choose another with --models-folder FOLDER", 1, e);
        }
    }

    public void Dispose() => _file.Dispose();

    // the sharing violation of Windows has a number; elsewhere the runtime has but its own words for it
    private static bool IsHeld(string path, IOException e) =>
        File.Exists(path)
            && (OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) == 32 : e.Message.Contains("being used by another process", StringComparison.Ordinal));
}
