using System.Runtime.InteropServices;
using Earshot.Core;

namespace Earshot.Inference.Onnx;

/// <summary>
/// ONNX Runtime's native library, loaded when asked for and then kept for the life of the process. It logs nothing below an error and sends
/// no telemetry. Safe to use from several threads.
/// </summary>
public sealed unsafe class OnnxRuntime
{
    internal const string PullHint = "install it with: earshot models pull all-MiniLM-L6-v2";

    private const uint InterfaceVersion = 20; // of ONNX Runtime 1.20: the first with everything that is used here
    private const int LogErrors = 3;
    private const int DeviceAllocator = 0;
    private const int DefaultMemory = 0;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, OnnxRuntime> Loaded = new(StringComparer.Ordinal);

    private readonly nint* _functions;
    private readonly OnnxHandle _memory;

    private OnnxRuntime(nint library, string path)
    {
        var bases = (ApiBase*)((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();
        Version = Text(bases->GetVersionString());
        _functions = (nint*)bases->GetApi(InterfaceVersion);
        if (_functions is null) throw new EarshotException($"ONNX Runtime {Version} in {path} is too old: 1.{InterfaceVersion} or newer is needed", PullHint);

        nint environment;
        fixed (byte* name = "earshot"u8) Check(((delegate* unmanaged<int, byte*, nint*, nint>)Function(OnnxFunction.CreateEnv))(LogErrors, name, &environment));
        Environment = environment;
        Check(((delegate* unmanaged<nint, nint>)Function(OnnxFunction.DisableTelemetryEvents))(environment));
        nint memory;
        Check(((delegate* unmanaged<int, int, nint*, nint>)Function(OnnxFunction.CreateCpuMemoryInfo))(DeviceAllocator, DefaultMemory, &memory));
        _memory = new OnnxHandle(this, OnnxFunction.ReleaseMemoryInfo, memory);
    }

    /// <summary>Version of the library, such as 1.30.0.</summary>
    public string Version { get; }

    /// <summary>The process's environment, which is never released: sessions may outlive any owner it could have.</summary>
    internal nint Environment { get; }

    /// <summary>Describes plain memory of this process.</summary>
    internal nint Memory => _memory.Pointer;

    /// <summary>Loads the library, or gives the one loaded before from the same path.</summary>
    /// <param name="path">The library file: libonnxruntime.so.1, libonnxruntime.dylib or onnxruntime.dll.</param>
    /// <exception cref="EarshotException">It is absent, damaged, made for another machine, or too old.</exception>
    public static OnnxRuntime Load(string path)
    {
        string full = Path.GetFullPath(path);
        lock (Gate)
        {
            if (Loaded.TryGetValue(full, out OnnxRuntime? runtime)) return runtime;
            if (!File.Exists(full)) throw new EarshotException($"ONNX Runtime's library is not at {full}", PullHint);
            try
            {
                if (ElfFile.IsCutOff(full)) throw Damaged(full, "it is cut off");
                return Loaded[full] = new OnnxRuntime(NativeLibrary.Load(full), full);
            }
            catch (Exception fault) when (
                fault is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException
                    or OnnxException or IOException or UnauthorizedAccessException)
            {
                throw Damaged(full, fault.Message.ReplaceLineEndings(" ").Trim(), fault);
            }
        }
    }

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    internal nint Function(OnnxFunction function) => _functions[(int)function];

    /// <summary>Throws the library's own words for a status that is not success.</summary>
    /// <exception cref="OnnxException">The call failed.</exception>
    internal void Check(nint status)
    {
        if (status == 0) return;
        string message = Text(((delegate* unmanaged<nint, byte*>)Function(OnnxFunction.GetErrorMessage))(status));
        ((delegate* unmanaged<nint, void>)Function(OnnxFunction.ReleaseStatus))(status);
        throw new OnnxException(message);
    }

    /// <summary>Sets an entry of session options.</summary>
    internal void Configure(OnnxHandle options, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyText = key)
        fixed (byte* valueText = value)
            Check(((delegate* unmanaged<nint, byte*, byte*, nint>)Function(OnnxFunction.AddSessionConfigEntry))(options.Pointer, keyText, valueText));
    }

    private static EarshotException Damaged(string path, string reason, Exception? inner = null) =>
        new(
            $"ONNX Runtime's library {path} could not be loaded ({RuntimeInformation.RuntimeIdentifier}): {reason}",
            "mend it with: earshot models verify",
            inner: inner);

    /// <summary>OrtApiBase.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ApiBase
    {
        public readonly delegate* unmanaged<uint, nint> GetApi;
        public readonly delegate* unmanaged<byte*> GetVersionString;
    }
}
