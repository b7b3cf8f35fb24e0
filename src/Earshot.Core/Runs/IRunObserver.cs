namespace Earshot.Core.Runs;

/// <summary>Hears of long work as it goes: a progress bar, plain lines, the run's log. Called from several threads at once.</summary>
public interface IRunObserver
{
    /// <summary>A stage begins. <paramref name="total"/> is in <paramref name="unit"/> ("tickets", "rows", "bytes"); 0 when it is not known.</summary>
    void StageStarted(string stage, long total, string unit);

    /// <summary><paramref name="amount"/> more of the stage is done.</summary>
    void Advanced(string stage, long amount);

    /// <summary>The stage is over. <paramref name="summary"/> is a short phrase to show after it ("200,000 tickets, 1.2 s"), without a full stop.</summary>
    void StageFinished(string stage, string summary);

    /// <summary>Something the user should know that stops nothing.</summary>
    void Warned(string message, string? hint = null);
}

/// <summary>Hears and says nothing.</summary>
public sealed class SilentObserver : IRunObserver
{
    public static SilentObserver Instance { get; } = new();

    public void StageStarted(string stage, long total, string unit)
    {
    }

    public void Advanced(string stage, long amount)
    {
    }

    public void StageFinished(string stage, string summary)
    {
    }

    public void Warned(string message, string? hint = null)
    {
    }
}
