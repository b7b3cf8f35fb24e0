using System.Text;
using Earshot.Core.Runs;
using Earshot.Core.Text;

namespace Earshot.Output;

/// <summary>
/// Shows long work on stderr. A person sees a bar for each running stage, redrawn at most ten times a second, and a line for each finished one;
/// a file or a pipe gets plain lines: started, every five seconds, done.
/// </summary>
internal sealed class ConsoleObserver : IRunObserver, IDisposable
{
    private const string Bytes = "bytes";
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private readonly Terminal _terminal;
    private readonly TimeProvider _clock;
    private readonly List<Stage> _running = [];
    private readonly ITimer? _timer;
    private long _lastDrawing;
    private int _linesDrawn;

    public ConsoleObserver(Terminal terminal, TimeProvider clock)
    {
        _terminal = terminal;
        _clock = clock;
        _lastDrawing = clock.GetTimestamp();
        if (terminal.ErrorIsTerminal) _timer = clock.CreateTimer(_ => Tick(), null, BetweenDrawings, BetweenDrawings);
    }

    public void StageStarted(string stage, long total, string unit)
    {
        lock (_lock)
        {
            _running.Add(new Stage(stage, total, unit, _clock.GetTimestamp()));
            if (_terminal.ErrorIsTerminal) Draw();
            else _terminal.Error.WriteLine(total > 0 ? $"{stage}: started, {Amount(total, unit)}" : $"{stage}: started");
        }
    }

    public void Advanced(string stage, long amount)
    {
        lock (_lock)
        {
            if (_running.Find(running => running.Name == stage) is not { } advanced) return;
            advanced.Done += amount;
            if (_terminal.ErrorIsTerminal)
            {
                if (_clock.GetElapsedTime(_lastDrawing) >= BetweenDrawings) Draw();
            }
            else if (_clock.GetElapsedTime(advanced.LastLine) >= BetweenLines)
            {
                advanced.LastLine = _clock.GetTimestamp();
                _terminal.Error.WriteLine($"{stage}: {string.Join(", ", Parts(advanced))}");
            }
        }
    }

    public void StageFinished(string stage, string summary)
    {
        lock (_lock)
        {
            _running.RemoveAll(running => running.Name == stage);
            Print($"{SafeText.ForTerminal(stage)}: {SafeText.ForTerminal(summary)}");
        }
    }

    public void Warned(string message, string? hint = null)
    {
        lock (_lock)
        {
            string hinted = hint is null ? "" : $" (hint: {SafeText.ForTerminal(hint)})";
            Print($"{_terminal.Yellow("warning:")} {SafeText.ForTerminal(message)}{hinted}");
        }
    }

    /// <summary>Takes the bars off the screen; the next event draws them again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_linesDrawn > 0) _terminal.Error.Write(EraseSequence());
            _linesDrawn = 0;
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock) _running.Clear();
        Clear();
    }

    private void Tick()
    {
        lock (_lock)
        {
            if (_running.Count > 0 && _clock.GetElapsedTime(_lastDrawing) >= BetweenDrawings) Draw();
        }
    }

    /// <summary>Writes a line above the bars.</summary>
    private void Print(string line)
    {
        _terminal.Error.Write(EraseSequence() + line + "\n");
        _linesDrawn = 0;
        if (_terminal.ErrorIsTerminal) Draw();
    }

    private void Draw()
    {
        _lastDrawing = _clock.GetTimestamp();
        int names = _running.Count == 0 ? 0 : _running.Max(stage => stage.Name.Length);
        var screen = new StringBuilder(EraseSequence());
        foreach (Stage stage in _running) screen.Append(Fitted(Line(stage, names), Math.Min(_terminal.Width, 200) - 1)).Append('\n');
        _linesDrawn = _running.Count;
        _terminal.Error.Write(screen);
    }

    // our own line: the blanks that align it stay, and every character of it takes one column
    private static string Fitted(string line, int columns) =>
        line.Length <= columns ? line : string.Concat(line.AsSpan(0, Math.Max(0, columns - 1)).TrimEnd(), "…");

    // up over the lines drawn last, then clear to the end of the screen
    private string EraseSequence() => _linesDrawn == 0 ? "" : $"\e[{_linesDrawn}A\r\e[J";

    private string Line(Stage stage, int names)
    {
        const int BarWidth = 20;
        int filled = stage.Total <= 0 ? 0 : (int)Math.Min(BarWidth, stage.Done * BarWidth / stage.Total);
        string bar = stage.Total <= 0 ? "" : new string('█', filled) + new string('░', BarWidth - filled) + "  ";
        return $"{stage.Name.PadRight(names)}  {bar}{string.Join("  ", Parts(stage))}";
    }

    /// <summary>64%, 128,000 of 200,000 tickets, 312,000/s, 0.2 s left: what can be said of a running stage.</summary>
    private List<string> Parts(Stage stage)
    {
        double seconds = _clock.GetElapsedTime(stage.Started).TotalSeconds;
        double rate = seconds > 0 ? stage.Done / seconds : 0;
        List<string> parts = stage.Total > 0
            ? [$"{Math.Min(100, stage.Done * 100 / stage.Total)}%", stage.Unit == Bytes
                ? $"{Quantity.Bytes(stage.Done)} of {Quantity.Bytes(stage.Total)}"
                : $"{Quantity.Count(stage.Done)} of {Amount(stage.Total, stage.Unit)}"]
            : [stage.Unit.Length > 0 ? Amount(stage.Done, stage.Unit) : Quantity.Duration(TimeSpan.FromSeconds(seconds))];
        if (rate > 0) parts.Add(stage.Unit == Bytes ? Quantity.Bytes((long)rate) + "/s" : Quantity.Rate(rate));
        if (rate > 0 && stage.Total > stage.Done) parts.Add(Quantity.Duration(TimeSpan.FromSeconds((stage.Total - stage.Done) / rate)) + " left");
        return parts;
    }

    private static string Amount(long amount, string unit) => unit == Bytes ? Quantity.Bytes(amount) : Quantity.Count(amount, unit.TrimEnd('s'));

    private sealed class Stage(string name, long total, string unit, long started)
    {
        public string Name { get; } = SafeText.ForTerminal(name);

        public long Total { get; } = total;

        public string Unit { get; } = unit;

        public long Started { get; } = started;

        public long Done { get; set; }

        public long LastLine { get; set; } = started;
    }
}
