using System.Runtime.CompilerServices;

namespace Earshot.Inference.Onnx;

/// <summary>
/// A tensor over memory of its own, which a model reads or writes in place; its shape may change from run to run within that memory. One thread's own.
/// </summary>
internal sealed unsafe class OnnxTensor<T> : IDisposable
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly OnnxRuntime _runtime;
    private readonly T[] _pinned;
    private readonly T* _data;
    private readonly int _capacity;
    private OnnxHandle? _value;
    private int _count;

    /// <summary>Room for <paramref name="capacity"/> numbers, all zero.</summary>
    public OnnxTensor(OnnxRuntime runtime, int capacity)
    {
        _runtime = runtime;
        _capacity = capacity;
        _pinned = GC.AllocateArray<T>(capacity + (Alignment / sizeof(T)), pinned: true);
        _data = (T*)(((nuint)Unsafe.AsPointer(ref _pinned[0]) + Alignment - 1) & ~(nuint)(Alignment - 1));
    }

    /// <summary>All the memory, whatever the shape.</summary>
    public Span<T> Memory => new(_data, _capacity);

    /// <summary>The numbers within the shape, row-major.</summary>
    public Span<T> Values => new(_data, _count);

    /// <summary>The tensor as ONNX Runtime knows it.</summary>
    public nint Value => _value?.Pointer ?? throw new InvalidOperationException("the tensor has no shape yet");

    private static OnnxElementType Type =>
        typeof(T) == typeof(float) ? OnnxElementType.Float32
        : typeof(T) == typeof(long) ? OnnxElementType.Int64
        : throw new NotSupportedException(typeof(T).Name);

    /// <summary>Gives the tensor a shape; its numbers stay where they are in memory.</summary>
    public void Reshape(params ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long size in shape) count = checked(count * size);
        if (count > _capacity) throw new ArgumentException($"{count} numbers do not fit a tensor of {_capacity}", nameof(shape));

        nint value;
        fixed (long* sizes = shape)
        {
            var create = (delegate* unmanaged<nint, void*, nuint, long*, nuint, OnnxElementType, nint*, nint>)
                _runtime.Function(OnnxFunction.CreateTensorWithDataAsOrtValue);
            _runtime.Check(create(_runtime.Memory, _data, (nuint)(count * sizeof(T)), sizes, (nuint)shape.Length, Type, &value));
        }

        _value?.Dispose();
        _value = new OnnxHandle(_runtime, OnnxFunction.ReleaseValue, value);
        _count = (int)count;
    }

    public void Dispose() => _value?.Dispose();
}
