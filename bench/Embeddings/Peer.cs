using System.Diagnostics;
using System.Text.Json;

namespace Earshot.Bench;

/// <summary>Processes of bench/peers/teacher.mjs, one a core, that share the batches of a set of texts.</summary>
internal sealed class Peer : IDisposable
{
    private const int BatchSize = 8;

    private readonly Process[] _processes;

    /// <summary>Starts the processes and waits until each has loaded the model and embedded a few batches.</summary>
    /// <param name="texts">Token ids of each text.</param>
    public Peer(string script, string model, IEnumerable<int[]> texts, int processes)
    {
        int[][][] batches = [.. texts.OrderByDescending(ids => ids.Length).Chunk(BatchSize)];
        _processes = [.. Enumerable.Range(0, processes).Select(_ => Start(script))];
        for (int i = 0; i < processes; i++)
            Send(i, JsonSerializer.Serialize(new { model, batches = batches.Where((_, batch) => batch % processes == i) }));
        for (int i = 0; i < processes; i++) Receive(i).Dispose();
    }

    public double CpuSeconds { get; private set; }

    /// <summary>Largest resident memory of all processes together.</summary>
    public double MemoryBytes { get; private set; }

    /// <summary>Embeds everything once.</summary>
    public void Run()
    {
        for (int i = 0; i < _processes.Length; i++) Send(i, "run");
        (CpuSeconds, MemoryBytes) = (0, 0);
        for (int i = 0; i < _processes.Length; i++)
        {
            using JsonDocument answer = Receive(i);
            CpuSeconds += answer.RootElement.GetProperty("cpuSeconds").GetDouble();
            MemoryBytes += answer.RootElement.GetProperty("memoryBytes").GetDouble();
        }
    }

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static Process Start(string script) =>
        Process.Start(new ProcessStartInfo("node", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;

    private void Send(int process, string line) => _processes[process].StandardInput.WriteLine(line);

    private JsonDocument Receive(int process) =>
        JsonDocument.Parse(_processes[process].StandardOutput.ReadLine() ?? throw new InvalidOperationException("the peer ended; its words are above"));
}
