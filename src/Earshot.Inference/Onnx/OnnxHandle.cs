using Microsoft.Win32.SafeHandles;

namespace Earshot.Inference.Onnx;

/// <summary>An object of ONNX Runtime, given back by the release function of its kind.</summary>
internal sealed unsafe class OnnxHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly delegate* unmanaged<nint, void> _release;

    public OnnxHandle(OnnxRuntime runtime, OnnxFunction release, nint pointer)
        : base(ownsHandle: true)
    {
        _release = (delegate* unmanaged<nint, void>)runtime.Function(release);
        SetHandle(pointer);
    }

    /// <summary>The object itself; the caller keeps this handle alive.</summary>
    public nint Pointer => handle;

    protected override bool ReleaseHandle()
    {
        _release(handle);
        return true;
    }
}
