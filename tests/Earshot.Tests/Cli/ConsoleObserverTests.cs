using Earshot.Output;

namespace Earshot.Tests.Cli;

public sealed class ConsoleObserverTests
{
    private readonly StoppedClock _clock = new();
    private readonly StringWriter _screen = new() { NewLine = "\n" };

    [Fact]
    public void A_pipe_gets_plain_lines_when_a_stage_starts_every_five_seconds_and_at_its_end()
    {
        using var observer = new ConsoleObserver(new Terminal(TextWriter.Null, _screen), _clock);
        observer.StageStarted("embeddings", 200_000, "tickets");
        for (int second = 0; second < 8; second++)
        {
            _clock.Advance(1);
            observer.Advanced("embeddings", 20_000);
        }

        observer.Warned("3 rows were rejected", "see rejects");
        observer.StageFinished("embeddings", "200,000 tickets, 8.0 s");
        Assert.Equal("""
            embeddings: started, 200,000 tickets
            embeddings: 50%, 100,000 of 200,000 tickets, 20,000/s, 5.0 s left
            warning: 3 rows were rejected (hint: see rejects)
            embeddings: 200,000 tickets, 8.0 s

            """, _screen.ToString());
    }

    [Fact]
    public void A_screen_shows_a_bar_for_each_running_stage_and_ends_clean()
    {
        using (var observer = new ConsoleObserver(Screen(), _clock))
        {
            observer.StageStarted("tickets", 1000, "tickets");
            observer.StageStarted("read", 0, "rows");
            _clock.Advance(2);
            observer.Advanced("tickets", 500);
            observer.Advanced("read", 42);
            _clock.Advance(1);
            observer.Advanced("read", 1);
            observer.StageFinished("tickets", "1,000 tickets, 3.0 s");
        }

        Assert.Equal("""
            tickets: 1,000 tickets, 3.0 s

            """, Rendered(_screen.ToString(), out List<string> drawings));
        Assert.Contains("""
            tickets  ██████████░░░░░░░░░░  50%  500 of 1,000 tickets  250/s  2.0 s left
            read     0 rows

            """, drawings);
        Assert.Contains("""
            tickets  ██████████░░░░░░░░░░  50%  500 of 1,000 tickets  167/s  3.0 s left
            read     43 rows  14/s

            """, drawings);
    }

    [Fact]
    public void Bars_are_drawn_at_most_ten_times_a_second()
    {
        using var observer = new ConsoleObserver(Screen(), _clock);
        observer.StageStarted("tickets", 1_000_000, "tickets");
        for (int i = 0; i < 1000; i++)
        {
            _clock.Advance(0.001);
            observer.Advanced("tickets", 1);
        }

        Assert.InRange(_screen.ToString().Split("tickets  █").Length + _screen.ToString().Split("tickets  ░").Length - 2, 5, 11);
    }

    [Fact]
    public void Lines_are_cut_to_the_screen_so_that_erasing_them_works()
    {
        using var observer = new ConsoleObserver(Screen() with { Width = 30 }, _clock);
        observer.StageStarted("tickets", 1000, "tickets");
        Assert.All(_screen.ToString().Split('\n'), line => Assert.True(line.Length < 30, line));
    }

    private Terminal Screen() => new(TextWriter.Null, _screen) { ErrorIsTerminal = true, Width = 100 };

    /// <summary>What stays on the screen after all erasing; <paramref name="drawings"/> are the states that were erased.</summary>
    private static string Rendered(string written, out List<string> drawings)
    {
        drawings = [];
        List<string> lines = [];
        while (written.IndexOf("\e[", StringComparison.Ordinal) is >= 0 and int escape)
        {
            lines.AddRange(written[..escape].Split('\n', StringSplitOptions.RemoveEmptyEntries));
            int up = int.Parse(written[(escape + 2)..written.IndexOf('A', escape)]);
            drawings.Add(string.Concat(lines.TakeLast(up).Select(line => line + "\n")));
            lines.RemoveRange(lines.Count - up, up);
            const string Erase = "A\r\e[J";
            written = written[(written.IndexOf(Erase, escape, StringComparison.Ordinal) + Erase.Length)..];
        }

        lines.AddRange(written.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return string.Concat(lines.Select(line => line + "\n"));
    }

    /// <summary>A clock that moves when told; its timers never ring.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private long _microseconds;

        public override long TimestampFrequency => 1_000_000;

        public void Advance(double seconds) => _microseconds += (long)Math.Round(seconds * 1e6);

        public override long GetTimestamp() => _microseconds;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new SilentTimer();
    }

    private sealed class SilentTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
