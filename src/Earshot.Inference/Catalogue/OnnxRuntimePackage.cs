using System.Diagnostics;
using System.Runtime.InteropServices;
using Earshot.Core;
using Earshot.Core.Runs;

namespace Earshot.Inference.Catalogue;

/// <summary>What lies in the folder of ONNX Runtime: written last, beside the library.</summary>
/// <param name="Platform">Operating system and processor in npm's words: <c>linux/x64</c>.</param>
/// <param name="Library">File to load.</param>
internal sealed record RuntimeRecord(string Version, string Platform, string Library, IReadOnlyList<RecordedFile> Files)
{
    public const string FileName = "earshot-runtime.json";
}

/// <summary>
/// ONNX Runtime as its makers publish it for Node.js: fetched by npm with scripts off and the integrity of our lock file; of its 288 MB the
/// library of this machine is kept.
/// </summary>
internal sealed class OnnxRuntimePackage(string store)
{
    public const string Version = "1.30.0";

    private const string Package = "onnxruntime-node";

    /// <summary>Where the library is, or will be.</summary>
    public string Folder { get; } = Path.Combine(store, "runtime", "onnxruntime-" + Version);

    /// <summary>Whether it was fetched, in whatever state it is now.</summary>
    public bool IsRecorded => Record() is not null;

    private static string Platform { get; } = System() + "/" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>The library for this machine, of the right length; null where there is none.</summary>
    public string? Find()
    {
        if (Record() is not { } record) return null;
        string path = Path.Combine(Folder, record.Library);
        return FileDownload.Length(path) == record.Files.First(file => file.Path == record.Library).Bytes ? path : null;
    }

    /// <summary>Compares its files with the record; empty where it is not here.</summary>
    public IReadOnlyList<CheckedFile> Check(CancellationToken cancellation) =>
        [.. (Record()?.Files ?? [])
            .Select(file => CheckedFile.Of(ModelStore.Runtime, file.Path, Path.Combine(Folder, file.Path), [file.Content], null, cancellation))];

    /// <summary>Fetches it unless it is here and whole.</summary>
    /// <param name="searchPath">The variable PATH.</param>
    /// <returns>The library.</returns>
    public string Fetch(string searchPath, IRunObserver observer, CancellationToken cancellation)
    {
        if (Check(cancellation) is { Count: > 0 } files && files.All(file => file.State == FileState.Ok)) return Find()!;
        string npm = Search(searchPath) ?? throw new EarshotException(
            $"ONNX Runtime {Version} can't be fetched: npm is missing",
            "install Node.js 18 or newer with npm (Debian: apt-get install nodejs npm), or name a library of your own with --set models.onnxruntime=FILE");
        string parent = Path.GetDirectoryName(Folder)!;
        Sweep(parent);
        string stage = $"{Folder}.{Environment.ProcessId}.partial";
        Directory.CreateDirectory(stage);
        try
        {
            string name = $"{ModelStore.Runtime} {Version}";
            observer.StageStarted(name, 0, "");
            WriteResource(stage, "package.json");
            WriteResource(stage, "package-lock.json");
            Install(npm, stage, cancellation);
            string library = Keep(stage);
            observer.StageFinished(name, $"{FileDownload.Length(library):N0} bytes for {Platform}");
            return library;
        }
        finally
        {
            TryDelete(stage);
        }
    }

    private RuntimeRecord? Record() =>
        RecordFile.Read(Path.Combine(Folder, RuntimeRecord.FileName), CatalogueJson.Default.RuntimeRecord) is { } record && record.Platform == Platform
            ? record
            : null;

    /// <summary>Moves the libraries of this machine into place, with the record, and gives the one to load.</summary>
    private string Keep(string stage)
    {
        string from = Path.Combine([stage, "node_modules", Package, "bin", "napi-v6", .. Platform.Split('/')]);
        // DirectML and its compilers stand beside the library on Windows, which loads them
        string[] libraries = Directory.Exists(from)
            ? [.. Directory.GetFiles(from).Where(file => !file.EndsWith(".node", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
            : [];
        string start = OperatingSystem.IsWindows() ? "onnxruntime." : "libonnxruntime.";
        string library = Array.Find(libraries, file => Path.GetFileName(file).StartsWith(start, StringComparison.Ordinal))
            ?? throw new EarshotException(
                $"ONNX Runtime {Version} is not published for {Platform}",
                "name a library of your own with --set models.onnxruntime=FILE");
        string kept = Path.Combine(stage, "kept");
        Directory.CreateDirectory(kept);
        if (!OperatingSystem.IsWindows()) libraries = [library]; // the others are copies of it under other names
        foreach (string file in libraries) File.Move(file, Path.Combine(kept, Path.GetFileName(file)));
        RecordedFile[] files = [.. libraries.Select(file => Path.GetFileName(file)).Select(name => Recorded(kept, name))];
        RuntimeRecord record = new(Version, Platform, Path.GetFileName(library), files);
        RecordFile.Write(Path.Combine(kept, RuntimeRecord.FileName), record, CatalogueJson.Default.RuntimeRecord);
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        Directory.Move(kept, Folder);
        return Path.Combine(Folder, record.Library);
    }

    private static RecordedFile Recorded(string folder, string name)
    {
        FileContent content = FileContent.Of(Path.Combine(folder, name));
        return new RecordedFile(name, null, content.Bytes, content.Sha256, Changed: false, $"npm:{Package}@{Version}");
    }

    private static void Install(string npm, string folder, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using Process process = Process.Start(start) ?? throw new EarshotException($"{npm} can't be started", "check it with `npm --version`");
        using CancellationTokenRegistration stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode == 0) return;
        string said = string.Join('\n', (error.GetAwaiter().GetResult() + output.GetAwaiter().GetResult())
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(8).Select(line => "  " + line));
        throw new EarshotException(
            $"ONNX Runtime {Version} can't be fetched: npm ended with {process.ExitCode}\n{said}",
            "see that npm reaches its registry (`npm ping`) and the disk has 600 MB, then run `earshot models pull onnxruntime`; "
                + "or name a library with --set models.onnxruntime=FILE");
    }

    private static void WriteResource(string folder, string name)
    {
        using Stream resource = typeof(OnnxRuntimePackage).Assembly.GetManifestResourceStream("onnxruntime-" + name)
            ?? throw new InvalidOperationException($"the assembly holds no {name}");
        using FileStream file = File.Create(Path.Combine(folder, name));
        resource.CopyTo(file);
    }

    // left by processes that were killed; an npm of theirs may still be at work, then the next fetch deletes it
    private static void Sweep(string parent)
    {
        if (!Directory.Exists(parent)) return;
        foreach (string left in Directory.GetDirectories(parent, "*.partial")) TryDelete(left);
    }

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // what is in the way of nothing is deleted another time
        }
    }

    private static string? Search(string searchPath)
    {
        string name = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        return searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    private static string System() => OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
}
