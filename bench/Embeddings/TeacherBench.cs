using System.Diagnostics;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Catalogue;
using Earshot.Inference.Teachers;
using Earshot.Inference.Tokenizing;

namespace Earshot.Bench;

/// <summary>The teacher beside processes that a user would start by hand; both embed the same texts in turns, so that whatever else the machine does meets both.</summary>
internal sealed class TeacherBench(string folder, string library, string script)
{
    private const int Rounds = 5;
    private readonly int _cores = Environment.ProcessorCount;

    /// <summary>Prints the head of the table.</summary>
    public void Begin() => Console.WriteLine($"""
        int8, texts/s of {_cores} threads and of {_cores} processes of one thread (onnxruntime-node, sorted, batches of 8, token ids made before the clock starts);
        tokenising is in Earshot's time. Processor time a text is what the machine's other work can't disturb. Best of {Rounds} rounds in turns.

        | texts | tokens | Earshot | peer | gain | processor µs | peer's | gain | memory | peer's |
        |---|---|---|---|---|---|---|---|---|---|
        """);

    /// <summary>Prints a row: the first <paramref name="most"/> different texts of a column.</summary>
    public void Compare(string name, string csv, int column, int most)
    {
        BytesColumn texts = new();
        foreach (string text in Csv.Column(csv, column).Distinct().Take(most)) texts.Append(text);
        int[][] ids = TokenIds(texts);
        string model = Path.Combine(folder, "onnx", "model_qint8_avx512_vnni.onnx");
        using Peer peer = new(script, model, ids, _cores);
        using var teacher = SentenceTransformer.Open(folder, ModelPrecision.Int8, library);
        var vectors = new float[texts.Count * teacher.Dimensions];
        EmbedOptions options = new() { Threads = _cores };
        teacher.Embed(texts, vectors, options);

        Measure ours = new(), theirs = new();
        for (int round = 0; round < Rounds; round++)
        {
            ours.Take(() => teacher.Embed(texts, vectors, options));
            theirs.Take(peer.Run, () => peer.CpuSeconds);
        }

        double n = texts.Count;
        Console.WriteLine(
            $"| {name}, {n} | {ids.Average(text => text.Length):F1} | {n / ours.Seconds:F0} | {n / theirs.Seconds:F0} | {theirs.Seconds / ours.Seconds:F2} × | "
            + $"{ours.CpuSeconds / n * 1e6:F0} | {theirs.CpuSeconds / n * 1e6:F0} | {theirs.CpuSeconds / ours.CpuSeconds:F2} × | "
            + $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB | {peer.MemoryBytes / 1e6:F0} MB |");
    }

    private static int[][] TokenIds(BytesColumn texts)
    {
        WordPieceTokenizer tokenizer = new();
        var ids = new ushort[256];
        return [.. Enumerable.Range(0, texts.Count).Select(row => Array.ConvertAll(ids[..tokenizer.Encode(texts[row], ids)], id => (int)id))];
    }
}
