using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Earshot.Tests.Inference;

/// <summary>ONNX Runtime's library for tests, as its vendor publishes it on npm: installed once into <c>out/onnxruntime</c>.</summary>
internal static class OnnxLibrary
{
    private const string Package = "onnxruntime-node@1.30.0";

    private static readonly Lazy<string?> Found = new(Install);

    /// <summary>Full path of the library. Where it can't be had the test is skipped on a laptop and fails when CI=true.</summary>
    public static string Path
    {
        get
        {
            if (Found.Value is { } path) return path;
            const string Reason = $"ONNX Runtime's library could not be installed: npm install --ignore-scripts {Package}";
            if (Environment.GetEnvironmentVariable("CI") == "true") throw new FileNotFoundException(Reason);
            Assert.Skip(Reason);
            return null!;
        }
    }

    private static string? Install()
    {
        string folder = System.IO.Path.Combine(Shared.Repository, "out", "onnxruntime");
        Directory.CreateDirectory(folder);
        using FileStream gate = Enter(System.IO.Path.Combine(folder, "install.lock"));
        if (Library(folder) is { } present) return present;
        try
        {
            using var npm = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
            {
                ArgumentList = { "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", Package },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            npm.StandardOutput.ReadToEnd();
            npm.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        return Library(folder);
    }

    /// <summary>Waits until no other process of tests installs.</summary>
    private static FileStream Enter(string file)
    {
        for (; ; )
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Thread.Sleep(200);
            }
        }
    }

    private static string? Library(string folder)
    {
        (string system, string pattern) =
            OperatingSystem.IsWindows() ? ("win32", "onnxruntime.dll")
            : OperatingSystem.IsMacOS() ? ("darwin", "libonnxruntime.*.dylib")
            : ("linux", "libonnxruntime.so*");
        string processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string libraries = System.IO.Path.Combine(folder, "node_modules", "onnxruntime-node", "bin", "napi-v6", system, processor);
        return Directory.Exists(libraries) ? Directory.EnumerateFiles(libraries, pattern).FirstOrDefault() : null;
    }
}
