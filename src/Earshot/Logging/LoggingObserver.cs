using Earshot.Core.Runs;

namespace Earshot.Logging;

/// <summary>Writes stages and warnings to the log on their way to the screen.</summary>
internal sealed class LoggingObserver(IRunObserver screen, Logs logs) : IRunObserver
{
    /// <summary>Property of events that the user has seen on the screen already.</summary>
    internal const string Told = "Told";

    public void StageStarted(string stage, long total, string unit)
    {
        logs.For(LogModule.Data).Debug("{Stage} started: {Total} {Unit}", stage, total, unit);
        screen.StageStarted(stage, total, unit);
    }

    public void Advanced(string stage, long amount) => screen.Advanced(stage, amount);

    public void StageFinished(string stage, string summary)
    {
        logs.For(LogModule.Data).ForContext(Told, true).Information("{Stage} finished: {Summary}", stage, summary);
        screen.StageFinished(stage, summary);
    }

    public void Warned(string message, string? hint = null)
    {
        logs.For(LogModule.Data).ForContext(Told, true).Warning("{Message} {Hint}", message, hint ?? "");
        screen.Warned(message, hint);
    }
}
