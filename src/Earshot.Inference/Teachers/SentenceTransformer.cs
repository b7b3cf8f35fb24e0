using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Catalogue;
using Earshot.Inference.Onnx;
using Earshot.Inference.Tokenizing;
using Earshot.Inference.Training;

namespace Earshot.Inference.Teachers;

/// <summary>
/// A sentence transformer (BERT, mean pooling, unit length) on ONNX Runtime, such as all-MiniLM-L6-v2: the teacher. Each text is a run of its own, without
/// padding: an int8 model scales its activations over the whole batch, so in company a text would get another vector.
/// </summary>
/// <remarks>
/// 2026-11-21, int8: texts one by one cost 808, 1,989 and 4,961 µs of processor time at 15, 42 and 100 tokens; batches of eight with the
/// library's own choice of optimisers 801, 2,273 and 5,698 µs: they lose in a fused layer normalisation, not vectorised and left out here, what they gain
/// elsewhere (docs/decisions/one-text-a-run.md).
/// </remarks>
public sealed class SentenceTransformer : IStudentTeacher
{
    internal const string InputIds = "input_ids";
    internal const string AttentionMask = "attention_mask";
    internal const string TokenTypeIds = "token_type_ids";

    private const string SlowOptimizers = "SkipLayerNormFusion";
    private const int ReportedRows = 32;
    /// <summary>Tokens of a text that the usual model uses, [CLS] and [SEP] counted.</summary>
    public const int UsualLongestText = 256;

    private readonly OnnxRuntime _runtime;
    private readonly OnnxSession _session;
    private readonly SentenceTransformerFolder _folder;
    private readonly ConcurrentBag<SentenceEncoder> _idle = [];

    private SentenceTransformer(OnnxRuntime runtime, OnnxSession session, SentenceTransformerFolder folder)
    {
        _runtime = runtime;
        _session = session;
        _folder = folder;
    }

    /// <summary>See <see cref="SentenceTransformerFolder.Model"/>.</summary>
    public string Model => _folder.Model;

    public int Dimensions => _folder.Dimensions;

    /// <summary>SHA-256 of the model file that was opened, 64 hexadecimal digits: to be compared with the one that was published.</summary>
    public string Sha256 => _folder.Sha256;

    /// <summary>Opens a model: a few tenths of a second, and about 100 MB of memory for int8 and 300 MB for fp32.</summary>
    /// <param name="folder">
    /// A folder as the Hugging Face hub has it: config.json, vocab.txt, sentence_bert_config.json, 1_Pooling/config.json, and in onnx/ model.onnx or a
    /// quantised model such as model_qint8_avx512_vnni.onnx. Where it has the record of a pull, every file is read and compared with it first.
    /// </param>
    /// <param name="precision">Which of the models in the folder to open.</param>
    /// <param name="runtimeLibrary">ONNX Runtime's native library, version 1.20 or newer.</param>
    /// <exception cref="EarshotException">A file is missing, damaged, or of a model of another kind; the message names it.</exception>
    public static SentenceTransformer Open(string folder, ModelPrecision precision, string runtimeLibrary) =>
        Open(ModelFolder.OfPath(folder), precision, runtimeLibrary);

    /// <inheritdoc cref="Open(string, ModelPrecision, string)"/>
    public static SentenceTransformer Open(ModelFolder folder, ModelPrecision precision, string runtimeLibrary)
    {
        folder.Check(precision);
        SentenceTransformerFolder files = new(folder, precision);
        var runtime = OnnxRuntime.Load(runtimeLibrary);
        OnnxSession session;
        try
        {
            session = OnnxSession.Open(runtime, files.ModelFile, SlowOptimizers);
        }
        catch (OnnxException fault)
        {
            throw SentenceTransformerFolder.Damaged(files.ModelFile, fault.Message, fault);
        }

        try
        {
            CheckSignature(session, files);
            return new SentenceTransformer(runtime, session, files);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options)
    {
        if (vectors.Length != (long)texts.Count * Dimensions)
            throw new ArgumentException($"room for {vectors.Length} numbers does not fit {texts.Count} texts of {Dimensions}", nameof(vectors));
        Run(texts.Count, options, (encoder, row, run) => encoder.Encode(texts[row], vectors.Span.Slice(row * Dimensions, Dimensions), run));
    }

    /// <inheritdoc/>
    public void EmbedVocabulary(Memory<float> means, EmbedOptions options)
    {
        int count = means.Length / Dimensions;
        if (means.Length % Dimensions != 0 || count > WordPieceTokenizer.VocabularySize)
            throw new ArgumentException($"room for {means.Length} numbers is no whole number of tokens of {Dimensions}, or more than there are", nameof(means));
        Run(count, options, (encoder, id, run) => encoder.EncodeToken((ushort)id, means.Span.Slice(id * Dimensions, Dimensions), run));
    }

    public void Dispose()
    {
        while (_idle.TryTake(out SentenceEncoder? encoder)) encoder.Dispose();
        _session.Dispose();
    }

    private SentenceEncoder TakeEncoder() =>
        _idle.TryTake(out SentenceEncoder? idle) ? idle : new SentenceEncoder(_runtime, _session, _folder.LongestText, Dimensions);

    private void Run(int count, EmbedOptions options, Action<SentenceEncoder, int, OnnxRunOptions> encode)
    {
        options.Cancellation.ThrowIfCancellationRequested();
        using OnnxRunOptions runOptions = new(_runtime);
        using CancellationTokenRegistration registration = options.Cancellation.Register(runOptions.Terminate);
        new Job(this, count, options, (encoder, row) => encode(encoder, row, runOptions)).Run();
    }

    private static void CheckSignature(OnnxSession session, SentenceTransformerFolder files)
    {
        OnnxValueInfo[] wrong =
        [
            .. session.Inputs.Where(input =>
                input.Name is not (InputIds or AttentionMask or TokenTypeIds) || input.Type != OnnxElementType.Int64 || input.Shape.Length != 2),
        ];
        if (wrong.Length > 0 || !session.Inputs.Any(input => input.Name == InputIds))
        {
            throw SentenceTransformerFolder.Unsupported(
                files.ModelFile, $"it takes {string.Join(", ", session.Inputs)}, not {InputIds}, {AttentionMask} and {TokenTypeIds} of Int64 [?, ?]");
        }

        if (session.Outputs is not [{ Type: OnnxElementType.Float32, Shape: [_, _, long width] }, ..] || (width >= 0 && width != files.Dimensions))
        {
            throw SentenceTransformerFolder.Unsupported(
                files.ModelFile, $"it gives {string.Join(", ", session.Outputs)}, not Float32 [?, ?, {files.Dimensions}] first");
        }
    }

    /// <summary>One call: threads take the next row. In the order of the rows, so that the rate that is seen is the rate to the end.</summary>
    private sealed class Job(SentenceTransformer model, int rows, EmbedOptions options, Action<SentenceEncoder, int> encode)
    {
        private readonly Lock _reporting = new();
        private int _next;
        private ExceptionDispatchInfo? _fault;

        public void Run()
        {
            var others = new Thread[Math.Clamp(options.Threads, 1, Math.Max(1, rows)) - 1];
            for (int i = 0; i < others.Length; i++)
            {
                others[i] = new Thread(Work) { IsBackground = true, Name = "embedding" };
                others[i].Start();
            }

            Work();
            foreach (Thread thread in others) thread.Join();
            _fault?.Throw();
            options.Cancellation.ThrowIfCancellationRequested();
        }

        private void Work()
        {
            var done = new int[ReportedRows];
            int count = 0;
            SentenceEncoder? encoder = null;
            try
            {
                encoder = model.TakeEncoder();
                try
                {
                    for (int row = Next(); row < rows; row = Next())
                    {
                        encode(encoder, row);
                        done[count++] = row;
                        if (count == ReportedRows) Report(done, ref count);
                    }
                }
                finally
                {
                    Report(done, ref count);
                }
            }
            catch (Exception fault)
            {
                // A run that was stopped ends with a fault of its own, which says nothing more.
                if (fault is not OnnxException || !options.Cancellation.IsCancellationRequested) Keep(fault);
            }
            finally
            {
                if (encoder is not null) model._idle.Add(encoder);
            }
        }

        private int Next() =>
            Volatile.Read(ref _fault) is not null || options.Cancellation.IsCancellationRequested ? int.MaxValue : Interlocked.Increment(ref _next) - 1;

        private void Report(int[] rows, ref int count)
        {
            int ready = count;
            count = 0; // before the call: rows of a report that failed are not reported again
            if (ready == 0) return;
            lock (_reporting) options.Completed(rows.AsMemory(0, ready));
        }

        private void Keep(Exception fault)
        {
            if (fault is OnnxException) fault = SentenceTransformerFolder.Damaged(model._folder.ModelFile, fault.Message, fault);
            Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(fault), null);
        }
    }
}
