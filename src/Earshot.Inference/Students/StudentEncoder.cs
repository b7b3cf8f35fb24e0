using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Earshot.Core.Columns;
using Earshot.Inference.Tokenizing;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Students;

/// <summary>
/// Texts → unit vectors by a <see cref="Student"/>. Not thread-safe: one for each thread, kept between blocks so that its word cache
/// stays warm. The result does not depend on what was encoded before. Nothing is allocated for a text.
/// </summary>
public sealed unsafe class StudentEncoder
{
    private readonly Student _student;
    private readonly WordPieceTokenizer _tokenizer = new();
    private readonly DuplicateIndex _duplicates = new();
    private readonly ushort[] _ids = new ushort[Student.LongestText];
    private readonly float[] _sum = GC.AllocateUninitializedArray<float>(Student.Dimensions, pinned: true);
    private RowList _current = new();
    private RowList _next = new();

    internal StudentEncoder(Student student) => _student = student;

    /// <summary>Appends the vector of every text, in order. Equal texts are embedded once. A null or empty text gets the vector of the bias.</summary>
    /// <returns>The number of different texts.</returns>
    public int Encode(BytesColumn texts, QuantizedRows destination)
    {
        destination.AppendRoom(texts.Count, out Span<sbyte> values, out Span<float> scales, out Span<float> lengths);
        return Encode(texts, values, scales, lengths);
    }

    /// <summary>Writes the vector of every text, in order, to memory of the caller.</summary>
    /// <param name="values">Room for texts × 384 values −127 … 127.</param>
    /// <param name="scales">Room for the scale of each text: its unit vector is scale × values.</param>
    /// <param name="lengths">Room for the pooled length ‖x‖ of each text, or empty.</param>
    /// <returns>The number of different texts.</returns>
    /// <exception cref="ArgumentException">A span has another length than the number of texts asks for.</exception>
    public int Encode(BytesColumn texts, Span<sbyte> values, Span<float> scales, Span<float> lengths = default)
    {
        if (values.Length != (long)texts.Count * Student.Dimensions || scales.Length != texts.Count || (lengths.Length != 0 && lengths.Length != texts.Count))
            throw new ArgumentException(
                $"room for {values.Length} values, {scales.Length} scales, {lengths.Length} lengths does not fit {texts.Count} texts", nameof(values));
        return Encode(texts, new Room(values, scales, lengths, default));
    }

    /// <summary>As <see cref="Encode(BytesColumn, Span{sbyte}, Span{float}, Span{float})"/>, and predicts how near each vector is to the teacher's.</summary>
    /// <param name="values">Room for texts × 384 values −127 … 127.</param>
    /// <param name="scales">Room for the scale of each text.</param>
    /// <param name="predicted">Room for the cosine to expect of each text, −1 to 1. It ranks texts well; the single figure is rough.</param>
    /// <returns>The number of different texts.</returns>
    /// <exception cref="ArgumentException">A span has another length than the number of texts asks for.</exception>
    /// <exception cref="InvalidOperationException">The student was not fitted to a sample (<see cref="Student.PredictsFidelity"/>).</exception>
    public int EncodeWithPrediction(BytesColumn texts, Span<sbyte> values, Span<float> scales, Span<float> predicted)
    {
        if (!_student.PredictsFidelity)
            throw new InvalidOperationException($"{_student.Name} was not fitted to a sample and can't predict how near its vectors are");
        if (values.Length != (long)texts.Count * Student.Dimensions || scales.Length != texts.Count || predicted.Length != texts.Count)
            throw new ArgumentException(
                $"room for {values.Length} values, {scales.Length} scales, {predicted.Length} cosines does not fit {texts.Count} texts", nameof(values));
        return Encode(texts, new Room(values, scales, default, predicted));
    }

    private int Encode(BytesColumn texts, Room room)
    {
        ReadOnlySpan<int> firsts = _duplicates.Find(texts, out int distinct);
        int waiting = -1;
        for (int row = 0; row < firsts.Length; row++)
        {
            if (firsts[row] != row) continue;
            Gather(texts[row], _next);
            if (room.Predicted.Length != 0) _next.Rarity = _student.Fidelity!.Rarity(_ids.AsSpan(0, _next.Tokens));

            // One text behind: while a text is tokenised, the rows of the one before are on their way from memory.
            if (waiting >= 0) Write(_current, waiting, room);
            (_current, _next) = (_next, _current);
            waiting = row;
        }

        if (waiting >= 0) Write(_current, waiting, room);
        for (int row = 0; row < firsts.Length; row++)
        {
            int first = firsts[row];
            if (first == row) continue;
            room.Values.Slice(first * Student.Dimensions, Student.Dimensions).CopyTo(room.Values[(row * Student.Dimensions)..]);
            room.Scales[row] = room.Scales[first];
            if (room.Lengths.Length != 0) room.Lengths[row] = room.Lengths[first];
            if (room.Predicted.Length != 0) room.Predicted[row] = room.Predicted[first];
        }

        return distinct;
    }

    /// <summary>The unit vector of one text in floats, before quantisation.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="vector">Room for 384 floats.</param>
    /// <returns>The pooled length ‖x‖.</returns>
    public float EncodeFloat(ReadOnlySpan<byte> text, Span<float> vector)
    {
        Gather(text, _next);
        return PoolFloat(_next, vector) / MathF.Sqrt(_next.Tokens + 1);
    }

    /// <summary>The unit vector of the first 254 ids of a text in floats.</summary>
    internal void EncodeIds(ReadOnlySpan<ushort> ids, Span<float> vector)
    {
        GatherRows(ids, _next);
        PoolFloat(_next, vector);
    }

    /// <summary>The unit vector of the first 254 ids of a text in floats, and what is known of its fidelity.</summary>
    internal FidelitySignals EncodeIds(ReadOnlySpan<ushort> ids, Span<float> vector, StudentFidelity fidelity)
    {
        GatherRows(ids, _next);
        _next.Rarity = fidelity.Rarity(ids);
        return SignalsOf(_next, PoolFloat(_next, vector), fidelity);
    }

    /// <summary>The rows of a text in the order in which they are added: the bias, its tokens, its bigrams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs for long before tiering would get to it
    private void Gather(ReadOnlySpan<byte> text, RowList list)
    {
        int tokens = _tokenizer.Tokenize(text, _ids);
        GatherRows(_ids.AsSpan(0, tokens), list);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherRows(ReadOnlySpan<ushort> ids, RowList list)
    {
        ReadOnlySpan<int> rowsOfTokens = _student.RowsOfTokens;
        list.Begin(ids.Length);
        Add(list, rowsOfTokens[WordPieceTokenizer.ClassifyId]);
        foreach (ushort id in ids) Add(list, rowsOfTokens[id]);
        list.BeginBigrams();
        for (int i = 1; i < ids.Length; i++) Add(list, _student.Bigrams.Find(ids[i - 1], ids[i]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(RowList list, int row)
    {
        if (row < 0) return;
        list.Add(row);
        if (!Sse.IsSupported) return;
        sbyte* start = _student.Rows + ((nint)row * Student.Dimensions);
        for (int line = 0; line < Student.Dimensions; line += 64) Sse.Prefetch0(start + line);
    }

    private void Write(RowList list, int row, Room room)
    {
        float length = Pool(list);
        fixed (float* sum = _sum)
        fixed (sbyte* to = room.Values.Slice(row * Student.Dimensions, Student.Dimensions)) room.Scales[row] = Pooling.Quantize(sum, length, to);
        if (room.Lengths.Length != 0) room.Lengths[row] = length / MathF.Sqrt(list.Tokens + 1);
        if (room.Predicted.Length != 0) room.Predicted[row] = _student.Fidelity!.Predict(SignalsOf(list, length, _student.Fidelity));
    }

    private float PoolFloat(RowList list, Span<float> vector)
    {
        float length = Pool(list);
        for (int i = 0; i < Student.Dimensions; i++) vector[i] = length == 0 ? 0 : _sum[i] / length;
        return length;
    }

    /// <summary>The signals of the text whose sum of rows, <paramref name="length"/> long, stands in _sum.</summary>
    private FidelitySignals SignalsOf(RowList list, float length, StudentFidelity fidelity) => new(
        length / MathF.Sqrt(list.Tokens + 1),
        list.Tokens,
        list.Rarity,
        (float)list.Bigrams / Math.Max(1, list.Tokens),
        length == 0 ? 0 : VectorKernels.Dot(_sum, fidelity.Mean) / length);

    /// <summary>Leaves the sum of the rows in _sum and gives its length; the division by √(n + 1) is left to the caller.</summary>
    private float Pool(RowList list)
    {
        fixed (float* sum = _sum)
        fixed (float* scales = _student.Scales)
        {
            Pooling.Sum(_student.Rows, scales, list.Rows, sum);
            float length = Pooling.Length(sum);
            GC.KeepAlive(_student);
            return length;
        }
    }

    private sealed class RowList
    {
        private readonly int[] _rows = new int[(2 * Student.LongestText) + 1];
        private int _count;

        private int _bigramStart;

        public int Tokens { get; private set; }

        public int Bigrams => _count - _bigramStart;

        /// <summary>See <see cref="FidelitySignals.Rarity"/>; written only where a prediction is asked for.</summary>
        public float Rarity { get; set; }

        public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

        public void Begin(int tokens)
        {
            Tokens = tokens;
            _count = 0;
        }

        public void BeginBigrams() => _bigramStart = _count;

        public void Add(int row) => _rows[_count++] = row;
    }

    /// <summary>Where results go; what is left empty is not computed.</summary>
    private readonly ref struct Room(Span<sbyte> values, Span<float> scales, Span<float> lengths, Span<float> predicted)
    {
        public readonly Span<sbyte> Values = values;
        public readonly Span<float> Scales = scales;
        public readonly Span<float> Lengths = lengths;
        public readonly Span<float> Predicted = predicted;
    }
}
