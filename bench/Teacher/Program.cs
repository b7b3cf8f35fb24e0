using System.Diagnostics;
using Earshot.Bench;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Catalogue;
using Earshot.Inference.Teachers;
using Earshot.Inference.Tokenizing;

// Teacher <model folder> <library> <peer script> <name> <csv> <column> <most texts> [<name> <csv> …]
// Both sides embed the same texts in turns, so that whatever else the machine does meets both; the best of the rounds counts.
const int Rounds = 3;
(string folder, string library, string script) = (args[0], args[1], args[2]);
int cores = Environment.ProcessorCount;
Console.WriteLine($"""
    int8, texts/s of {cores} threads and of {cores} processes of one thread (onnxruntime-node, sorted, batches of 8, token ids made before the clock starts);
    tokenising is in Earshot's time. Processor time a text is what the machine's other work can't disturb. Best of {Rounds} rounds in turns.

    | texts | tokens | Earshot | peer | gain | processor µs | peer's | gain | memory | peer's |
    |---|---|---|---|---|---|---|---|---|---|
    """);
for (int at = 3; at + 3 < args.Length; at += 4) Compare(args[at], args[at + 1], int.Parse(args[at + 2]), int.Parse(args[at + 3]));

void Compare(string name, string csv, int column, int most)
{
    BytesColumn texts = new();
    foreach (string text in Csv.Column(csv, column).Distinct().Take(most)) texts.Append(text);
    int[][] ids = TokenIds(texts);
    string model = Path.Combine(folder, "onnx", "model_qint8_avx512_vnni.onnx");
    using Peer peer = new(script, model, ids, cores);
    using var teacher = SentenceTransformer.Open(folder, ModelPrecision.Int8, library);
    var vectors = new float[texts.Count * teacher.Dimensions];
    EmbedOptions options = new() { Threads = cores };
    teacher.Embed(texts, vectors, options);

    (double seconds, double cpu, double peerSeconds, double peerCpu) = (double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);
    for (int round = 0; round < Rounds; round++)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        seconds = Math.Min(seconds, Seconds(() => teacher.Embed(texts, vectors, options)));
        cpu = Math.Min(cpu, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        peerSeconds = Math.Min(peerSeconds, Seconds(peer.Run));
        peerCpu = Math.Min(peerCpu, peer.CpuSeconds);
    }

    double n = texts.Count;
    Console.WriteLine(
        $"| {name}, {n} | {ids.Average(text => text.Length):F1} | {n / seconds:F0} | {n / peerSeconds:F0} | {peerSeconds / seconds:F2} × | "
        + $"{cpu / n * 1e6:F0} | {peerCpu / n * 1e6:F0} | {peerCpu / cpu:F2} × | "
        + $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB | {peer.MemoryBytes / 1e6:F0} MB |");
}

static int[][] TokenIds(BytesColumn texts)
{
    WordPieceTokenizer tokenizer = new();
    var ids = new ushort[256];
    return [.. Enumerable.Range(0, texts.Count).Select(row => Array.ConvertAll(ids[..tokenizer.Encode(texts[row], ids)], id => (int)id))];
}

static double Seconds(Action work)
{
    var watch = Stopwatch.StartNew();
    work();
    return watch.Elapsed.TotalSeconds;
}
