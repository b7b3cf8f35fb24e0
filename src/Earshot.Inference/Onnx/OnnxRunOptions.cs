namespace Earshot.Inference.Onnx;

/// <summary>Lets runs be stopped in the middle; may be shared by runs on several threads.</summary>
internal sealed unsafe class OnnxRunOptions : IDisposable
{
    private readonly OnnxRuntime _runtime;
    private readonly OnnxHandle _handle;

    public OnnxRunOptions(OnnxRuntime runtime)
    {
        _runtime = runtime;
        nint options;
        runtime.Check(((delegate* unmanaged<nint*, nint>)runtime.Function(OnnxFunction.CreateRunOptions))(&options));
        _handle = new OnnxHandle(runtime, OnnxFunction.ReleaseRunOptions, options);
    }

    internal nint Pointer => _handle.Pointer;

    /// <summary>Makes all runs with these options end with a fault: at once, not after the whole model.</summary>
    public void Terminate() => _runtime.Check(((delegate* unmanaged<nint, nint>)_runtime.Function(OnnxFunction.RunOptionsSetTerminate))(Pointer));

    public void Dispose() => _handle.Dispose();
}
