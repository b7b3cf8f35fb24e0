using Earshot.CommandLine;
using Earshot.Core.Runs;

namespace Earshot.Logging;

/// <summary>Writes stages and warnings to the log on their way to the screen; before the first, what was started.</summary>
/// <param name="command">The command that works.</param>
internal sealed class LoggingObserver(IRunObserver screen, Logs logs, string command) : IRunObserver
{
    /// <summary>Property of events that the user has seen on the screen already.</summary>
    internal const string Told = "Told";

    private bool _begun;

    /// <summary>Whether something was done that is worth an end in the log too.</summary>
    public bool HasBegun => _begun;

    public void StageStarted(string stage, long total, string unit)
    {
        Begin();
        logs.For(ModuleOf(stage)).Debug("{Stage} started: {Total} {Unit}", stage, total, unit);
        screen.StageStarted(stage, total, unit);
    }

    public void Advanced(string stage, long amount) => screen.Advanced(stage, amount);

    public void StageFinished(string stage, string summary)
    {
        logs.For(ModuleOf(stage)).ForContext(Told, true).Information("{Stage} finished: {Summary}", stage, summary);
        screen.StageFinished(stage, summary);
    }

    public void Warned(string message, string? hint = null)
    {
        Begin();
        logs.For(LogModule.Data).ForContext(Told, true).Warning("{Message} {Hint}", message, hint ?? "");
        screen.Warned(message, hint);
    }

    private void Begin()
    {
        if (_begun) return;
        _begun = true;
        logs.For(LogModule.Cli).Information("{Command} started: Earshot {Version}", command, ProductVersion.Number);
    }

    private static LogModule ModuleOf(string stage) => stage is "embeddings" or "topic_model" or "assignments" or "analysis" ? LogModule.Ml : LogModule.Data;
}
