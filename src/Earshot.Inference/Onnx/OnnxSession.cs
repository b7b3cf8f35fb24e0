using System.Runtime.InteropServices;
using System.Text;

namespace Earshot.Inference.Onnx;

/// <summary>
/// A model made ready to run. <see cref="Run"/> may be called from several threads at once: each call computes on the thread that makes it,
/// and all share the weights.
/// </summary>
internal sealed unsafe class OnnxSession : IDisposable
{
    private readonly OnnxRuntime _runtime;
    private readonly OnnxHandle _handle;
    private readonly nint[] _inputNames;
    private readonly nint[] _outputNames;

    private OnnxSession(OnnxRuntime runtime, nint session)
    {
        _runtime = runtime;
        _handle = new OnnxHandle(runtime, OnnxFunction.ReleaseSession, session);
        Inputs = Describe(OnnxFunction.SessionGetInputCount, OnnxFunction.SessionGetInputName, OnnxFunction.SessionGetInputTypeInfo);
        Outputs = Describe(OnnxFunction.SessionGetOutputCount, OnnxFunction.SessionGetOutputName, OnnxFunction.SessionGetOutputTypeInfo);
        _inputNames = [.. Inputs.Select(input => Marshal.StringToCoTaskMemUTF8(input.Name))];
        _outputNames = [.. Outputs.Select(output => Marshal.StringToCoTaskMemUTF8(output.Name))];
    }

    /// <summary>What the model takes, in the order in which <see cref="Run"/> wants it.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs { get; }

    /// <summary>What it gives; runs fill the first of them.</summary>
    public IReadOnlyList<OnnxValueInfo> Outputs { get; }

    /// <summary>Reads a model file and optimises it for this machine.</summary>
    /// <param name="path">The model, in ONNX format.</param>
    /// <param name="disabledOptimizers">Names of ONNX Runtime's optimisers to leave out, separated by semicolons.</param>
    /// <exception cref="OnnxException">The file is not a model, or one that the library can't run.</exception>
    public static OnnxSession Open(OnnxRuntime runtime, string path, string disabledOptimizers)
    {
        nint raw;
        runtime.Check(((delegate* unmanaged<nint*, nint>)runtime.Function(OnnxFunction.CreateSessionOptions))(&raw));
        using OnnxHandle options = new(runtime, OnnxFunction.ReleaseSessionOptions, raw);
        SetThreads(runtime, options, OnnxFunction.SetIntraOpNumThreads);
        SetThreads(runtime, options, OnnxFunction.SetInterOpNumThreads);
        runtime.Configure(options, "optimization.disable_specified_optimizers\0"u8, Encoding.UTF8.GetBytes(disabledOptimizers + '\0'));

        // Windows takes wide characters, all others the bytes of the file system.
        nint name = OperatingSystem.IsWindows() ? Marshal.StringToCoTaskMemUni(path) : Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            nint session;
            var create = (delegate* unmanaged<nint, nint, nint, nint*, nint>)runtime.Function(OnnxFunction.CreateSession);
            runtime.Check(create(runtime.Environment, name, options.Pointer, &session));
            return new OnnxSession(runtime, session);
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
        }
    }

    /// <summary>Computes the first output.</summary>
    /// <param name="options">Stops the run when asked to.</param>
    /// <param name="inputs">A tensor for each of <see cref="Inputs"/>.</param>
    /// <param name="output">Takes the first of <see cref="Outputs"/>; its shape is the one that the model gives.</param>
    /// <exception cref="OnnxException">The shapes do not fit, or the run was stopped.</exception>
    public void Run(OnnxRunOptions options, ReadOnlySpan<nint> inputs, nint output)
    {
        var run = (delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)_runtime.Function(OnnxFunction.Run);
        fixed (nint* inputNames = _inputNames)
        fixed (nint* inputValues = inputs)
        fixed (nint* outputNames = _outputNames)
            _runtime.Check(run(_handle.Pointer, options.Pointer, inputNames, inputValues, (nuint)inputs.Length, outputNames, 1, &output));
    }

    public void Dispose()
    {
        _handle.Dispose();
        foreach (ref nint name in _inputNames.AsSpan()) Free(ref name);
        foreach (ref nint name in _outputNames.AsSpan()) Free(ref name);
    }

    private static void Free(ref nint text)
    {
        Marshal.FreeCoTaskMem(text);
        text = 0;
    }

    /// <summary>One thread for a run: whoever has more texts than cores gains nothing from sharing one text among cores.</summary>
    private static void SetThreads(OnnxRuntime runtime, OnnxHandle options, OnnxFunction setting) =>
        runtime.Check(((delegate* unmanaged<nint, int, nint>)runtime.Function(setting))(options.Pointer, 1));

    private OnnxValueInfo[] Describe(OnnxFunction count, OnnxFunction name, OnnxFunction typeInfo)
    {
        nuint values;
        _runtime.Check(((delegate* unmanaged<nint, nuint*, nint>)_runtime.Function(count))(_handle.Pointer, &values));
        nint allocator; // the process's own: not released
        _runtime.Check(((delegate* unmanaged<nint*, nint>)_runtime.Function(OnnxFunction.GetAllocatorWithDefaultOptions))(&allocator));
        var infos = new OnnxValueInfo[values];
        for (int i = 0; i < infos.Length; i++)
        {
            byte* text;
            _runtime.Check(((delegate* unmanaged<nint, nuint, nint, byte**, nint>)_runtime.Function(name))(_handle.Pointer, (nuint)i, allocator, &text));
            string valueName = OnnxRuntime.Text(text);
            _runtime.Check(((delegate* unmanaged<nint, byte*, nint>)_runtime.Function(OnnxFunction.AllocatorFree))(allocator, text));

            nint info;
            _runtime.Check(((delegate* unmanaged<nint, nuint, nint*, nint>)_runtime.Function(typeInfo))(_handle.Pointer, (nuint)i, &info));
            using OnnxHandle owned = new(_runtime, OnnxFunction.ReleaseTypeInfo, info);
            infos[i] = DescribeTensor(valueName, info);
        }

        return infos;
    }

    private OnnxValueInfo DescribeTensor(string name, nint typeInfo)
    {
        nint tensor; // part of typeInfo; null for what is not a tensor
        _runtime.Check(((delegate* unmanaged<nint, nint*, nint>)_runtime.Function(OnnxFunction.CastTypeInfoToTensorInfo))(typeInfo, &tensor));
        if (tensor == 0) return new OnnxValueInfo(name, OnnxElementType.Undefined, []);

        OnnxElementType type;
        _runtime.Check(((delegate* unmanaged<nint, OnnxElementType*, nint>)_runtime.Function(OnnxFunction.GetTensorElementType))(tensor, &type));
        nuint rank;
        _runtime.Check(((delegate* unmanaged<nint, nuint*, nint>)_runtime.Function(OnnxFunction.GetDimensionsCount))(tensor, &rank));
        var shape = new long[rank];
        fixed (long* sizes = shape)
            _runtime.Check(((delegate* unmanaged<nint, long*, nuint, nint>)_runtime.Function(OnnxFunction.GetDimensions))(tensor, sizes, rank));
        return new OnnxValueInfo(name, type, shape);
    }
}
