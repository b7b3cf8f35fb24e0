using System.Runtime.InteropServices;
using Earshot.Core;
using Earshot.Inference.Catalogue;
using Earshot.Tests.Cli;

namespace Earshot.Tests.Inference.Catalogue;

/// <summary>ONNX Runtime's library, fetched with a stand-in for npm.</summary>
public sealed class OnnxRuntimePackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelStore _store;

    public OnnxRuntimePackageTests()
    {
        if (!ShellRun.HasShell) Assert.Skip("needs a POSIX shell");
        _store = new ModelStore(_folder.At("models"));
    }

    private static string Publishing => $"to=node_modules/onnxruntime-node/bin/napi-v6/{Platform}; mkdir -p $to && echo code >$to/libonnxruntime.so.1";

    private static string Platform => (OperatingSystem.IsMacOS() ? "darwin/" : "linux/") + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_the_library_of_this_machine_is_kept_and_npm_is_asked_once()
    {
        WriteNpm($"""
            cp package.json package-lock.json {_folder.Path}
            for platform in {Platform} other/cpu; do
                mkdir -p node_modules/onnxruntime-node/bin/napi-v6/$platform
                echo code >node_modules/onnxruntime-node/bin/napi-v6/$platform/libonnxruntime.so.1
                echo node >node_modules/onnxruntime-node/bin/napi-v6/$platform/onnxruntime_binding.node
            done
            """);
        string library = Fetch();
        Assert.Equal("code\n", File.ReadAllText(library));
        Assert.Equal(library, _store.RuntimeLibrary());
        Assert.Equal(library, _store.RequireRuntimeLibrary());
        Assert.Equal(["earshot-runtime.json", "libonnxruntime.so.1"], Directory.GetFiles(Path.GetDirectoryName(library)!).Select(Path.GetFileName).Order());
        Assert.Equal(["onnxruntime-1.30.0"], Directory.GetFileSystemEntries(_folder.At("models", "runtime")).Select(Path.GetFileName));
        Fetch();
        Assert.Equal("ci --ignore-scripts --no-audit --no-fund --loglevel=error\n", File.ReadAllText(_folder.At("calls")));
        Assert.Contains("\"onnxruntime-node\": \"1.30.0\"", File.ReadAllText(_folder.At("package.json")));
        string lockFile = File.ReadAllText(_folder.At("package-lock.json"));
        Assert.Contains("sha512-twhs1C2C/BFkz1yc5OY0KIU2GUq6DURO7hD4bx5Q2Qy3nAMJwRXW8xU3NVczE29VA9lolLOYepoD8fjTGOfIqw==", lockFile);
        Assert.DoesNotContain("\"resolved\"", lockFile);
    }

    [Fact]
    public void A_tampered_library_is_named_and_fetched_again()
    {
        WriteNpm(Publishing);
        string library = Fetch();
        File.WriteAllText(library, "evil\n");
        CheckedFile file = Assert.Single(_store.Verify(null, default));
        Assert.Equal((FileState.Changed, "earshot models pull onnxruntime"), (file.State, file.Mend));
        EarshotException fault = Assert.Throws<EarshotException>(() => _store.RequireRuntimeLibrary());
        Assert.StartsWith(library + " was changed", fault.Message);
        Fetch();
        Assert.Equal(library, _store.RequireRuntimeLibrary());
        File.Delete(library);
        Assert.Equal(ModelState.Damaged, _store.List()[^1].State);
        _store.Remove("onnxruntime");
        Assert.Equal(ModelState.Missing, _store.List()[^1].State);
    }

    [Fact]
    public void Without_npm_it_is_told_what_to_do()
    {
        EarshotException fault = Assert.Throws<EarshotException>(Fetch);
        Assert.Contains("npm is missing", fault.Message);
        Assert.Contains("apt-get install nodejs npm", fault.Hint);
    }

    [Fact]
    public void An_npm_that_fails_is_quoted_and_leaves_nothing()
    {
        WriteNpm("echo 'npm ERR! network unreachable' >&2; exit 7");
        Assert.Contains("npm ended with 7\n  npm ERR! network unreachable", Assert.Throws<EarshotException>(Fetch).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.At("models", "runtime")));
    }

    [Fact]
    public void A_machine_that_it_is_not_published_for_is_told()
    {
        WriteNpm("mkdir -p node_modules/onnxruntime-node/bin/napi-v6/other/cpu");
        Assert.Contains("is not published for " + Platform, Assert.Throws<EarshotException>(Fetch).Message);
    }

    [Fact]
    public void What_a_killed_fetch_left_is_swept()
    {
        Directory.CreateDirectory(_folder.At("models", "runtime", "onnxruntime-1.30.0.4711.partial", "node_modules"));
        WriteNpm(Publishing);
        Fetch();
        Assert.Equal(["onnxruntime-1.30.0"], Directory.GetFileSystemEntries(_folder.At("models", "runtime")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_library_of_the_users_own_is_used_and_none_is_fetched()
    {
        string own = _folder.At("own.so");
        ModelStore store = new(_folder.At("models"), own);
        Assert.Null(store.RuntimeLibrary());
        Assert.Contains("models.onnxruntime", Assert.Throws<EarshotException>(() => store.RequireRuntimeLibrary()).Hint);
        File.WriteAllText(own, "code");
        Assert.Equal(own, store.PullRuntime("", TinyModel.Options("/")));
        Assert.Equal(own, store.RuntimeLibrary());
        Assert.False(Directory.Exists(_folder.At("models")));
    }

    private string Fetch() =>
        _store.PullRuntime(_folder.At("bin") + Path.PathSeparator + (Directory.Exists(_folder.At("bin")) ? "/usr/bin" : ""), TinyModel.Options("/"));

    private void WriteNpm(string script)
    {
        Directory.CreateDirectory(_folder.At("bin"));
        string npm = _folder.At("bin", "npm");
        File.WriteAllText(npm, $"#!/bin/sh\necho \"$*\" >>{_folder.At("calls")}\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
