using System.Text;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace Earshot.Logging;

/// <summary>An event as one line of JSON: time, level, module, message, the message's values by name, exception. Secrets are masked.</summary>
internal sealed class LogLineFormatter : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", logEvent.Timestamp.UtcDateTime);
            json.WriteString("level", logEvent.Level.ToString().ToLowerInvariant());
            if (logEvent.Properties.TryGetValue("Module", out LogEventPropertyValue? module)) json.WriteString("module", Text(module));
            json.WriteString("message", SecretScrubber.Scrub(SecretScrubber.Render(logEvent)));
            foreach ((string name, LogEventPropertyValue value) in logEvent.Properties)
            {
                if (name is not ("Module" or LoggingObserver.Told))
                    json.WriteString(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), SecretScrubber.Scrub(name, Text(value)));
            }

            if (logEvent.Exception is { } exception) json.WriteString("exception", SecretScrubber.Scrub(exception.ToString()));
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static string Text(LogEventPropertyValue value) =>
        value is ScalarValue { Value: string text } ? text : value.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
}
