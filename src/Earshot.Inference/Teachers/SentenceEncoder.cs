using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Earshot.Inference.Onnx;
using Earshot.Inference.Tokenizing;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Teachers;

/// <summary>Embeds texts one by one on one thread; the session is shared. Nothing managed is kept for a text.</summary>
internal sealed unsafe class SentenceEncoder : IDisposable
{
    private readonly OnnxSession _session;
    private readonly int _dimensions;
    private readonly WordPieceTokenizer _tokenizer = new();
    private readonly ushort[] _ids;
    private readonly OnnxTensor<long>[] _inputs;
    private readonly nint[] _inputValues;
    private readonly OnnxTensor<long> _inputIds;
    private readonly OnnxTensor<float> _states;
    private int _tokens;

    /// <summary>Buffers for texts of one session.</summary>
    /// <param name="longestText">Tokens of a text that are used, [CLS] and [SEP] counted.</param>
    public SentenceEncoder(OnnxRuntime runtime, OnnxSession session, int longestText, int dimensions)
    {
        _session = session;
        _dimensions = dimensions;
        _ids = new ushort[longestText];
        _inputs = [.. session.Inputs.Select(_ => new OnnxTensor<long>(runtime, longestText))];
        _inputValues = new nint[_inputs.Length];
        for (int i = 0; i < _inputs.Length; i++)
            if (session.Inputs[i].Name == SentenceTransformer.AttentionMask) _inputs[i].Memory.Fill(1);
        _inputIds = _inputs[session.Inputs.Select(input => input.Name).ToList().IndexOf(SentenceTransformer.InputIds)];
        _states = new OnnxTensor<float>(runtime, longestText * dimensions);
    }

    /// <summary>z = Σ h_t / ‖Σ h_t‖ over the states h of all tokens, [CLS] and [SEP] included: their mean, brought to unit length.</summary>
    /// <param name="text">UTF-8; what goes beyond the longest text is ignored.</param>
    /// <param name="vector">Room for the vector.</param>
    /// <exception cref="OnnxException">The run failed or was stopped.</exception>
    public void Encode(ReadOnlySpan<byte> text, Span<float> vector, OnnxRunOptions options)
    {
        Sum(_tokenizer.Encode(text, _ids), vector, options);
        float norm = VectorKernels.Norm(vector);
        foreach (ref float number in vector) number /= norm;
    }

    /// <summary>(h_1 + h_2 + h_3) / 3 over the states of <c>[CLS] id [SEP]</c>, as long as it is.</summary>
    /// <param name="id">An id of the vocabulary.</param>
    /// <param name="mean">Room for the mean.</param>
    /// <exception cref="OnnxException">The run failed or was stopped.</exception>
    public void EncodeToken(ushort id, Span<float> mean, OnnxRunOptions options)
    {
        ReadOnlySpan<ushort> ids = [WordPieceTokenizer.ClassifyId, id, WordPieceTokenizer.SeparatorId];
        ids.CopyTo(_ids);
        Sum(ids.Length, mean, options);
        foreach (ref float number in mean) number /= ids.Length;
    }

    public void Dispose()
    {
        foreach (OnnxTensor<long> input in _inputs) input.Dispose();
        _states.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs for long before tiering would get to it
    private static void Add(ReadOnlySpan<float> x, Span<float> sum)
    {
        int i = 0;
        for (; i <= sum.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            (Vector512.Create(x[i..]) + Vector512.Create<float>(sum[i..])).CopyTo(sum[i..]);
        for (; i < sum.Length; i++) sum[i] += x[i];
    }

    /// <summary>Runs the model on the first ids and adds up the states of all of them.</summary>
    private void Sum(int tokens, Span<float> sum, OnnxRunOptions options)
    {
        Span<long> ids = _inputIds.Memory;
        for (int i = 0; i < tokens; i++) ids[i] = _ids[i];
        if (tokens != _tokens) Reshape(tokens);
        _session.Run(options, _inputValues, _states.Value);

        sum.Clear();
        ReadOnlySpan<float> states = _states.Values;
        for (int token = 0; token < tokens; token++) Add(states.Slice(token * _dimensions, _dimensions), sum);
    }

    private void Reshape(int tokens)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i].Reshape(1, tokens);
            _inputValues[i] = _inputs[i].Value;
        }

        _states.Reshape(1, tokens, _dimensions);
        _tokens = tokens;
    }
}
