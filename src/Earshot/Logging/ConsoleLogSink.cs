using System.Globalization;
using Earshot.Core.Text;
using Serilog.Core;
using Serilog.Events;

namespace Earshot.Logging;

/// <summary>Shows events on stderr, one line each: 12:04:31 warning data: message. What the user was told already is left out.</summary>
internal sealed class ConsoleLogSink(TextWriter output) : ILogEventSink
{
    private readonly Lock _lock = new();

    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Properties.ContainsKey(LoggingObserver.Told)) return;
        string module = logEvent.Properties.TryGetValue("Module", out LogEventPropertyValue? value) && value is ScalarValue { Value: string name }
            ? name
            : "earshot";
        string time = logEvent.Timestamp.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        string message = SecretScrubber.Scrub(SecretScrubber.Render(logEvent));
        string line = $"{time} {logEvent.Level.ToString().ToLowerInvariant()} {module}: {message}";
        lock (_lock)
        {
            output.WriteLine(SafeText.ForTerminal(line));
            if (logEvent.Exception is { } exception) output.WriteLine(SecretScrubber.Scrub(exception.ToString()));
        }
    }
}
