using System.Globalization;
using System.Text.RegularExpressions;
using Earshot.Configuration;
using Serilog.Events;
using Serilog.Parsing;

namespace Earshot.Logging;

/// <summary>Takes secrets out of what goes to a log: values whose name says so, and texts that carry one.</summary>
internal static partial class SecretScrubber
{
    /// <summary>The value of a property, or the mask where its name says that it is secret.</summary>
    public static string Scrub(string name, string value) => SecretNames.IsSecret(name) ? SecretNames.Mask : Scrub(value);

    /// <summary>The text without passwords of addresses, bearer tokens and <c>password=…</c>.</summary>
    public static string Scrub(string text)
    {
        text = AddressPassword().Replace(text, "${scheme}" + SecretNames.Mask + "@");
        text = Bearer().Replace(text, "${word} " + SecretNames.Mask);
        return Assignment().Replace(text, "${name}" + SecretNames.Mask);
    }

    /// <summary>The message of an event with its values, secret ones masked.</summary>
    public static string Render(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        foreach (MessageTemplateToken token in logEvent.MessageTemplate.Tokens)
        {
            if (token is PropertyToken property && SecretNames.IsSecret(property.PropertyName)) text.Write(SecretNames.Mask);
            else if (token is PropertyToken named && logEvent.Properties.TryGetValue(named.PropertyName, out LogEventPropertyValue? value)
                && value is ScalarValue { Value: string raw }) text.Write(raw);
            else token.Render(logEvent.Properties, text, CultureInfo.InvariantCulture);
        }

        return text.ToString();
    }

    [GeneratedRegex(@"(?<scheme>://[^/\s:@]+:)[^/\s@]+@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddressPassword();

    [GeneratedRegex(
        @"\b(?<word>bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bearer();

    [GeneratedRegex(
        """(?<name>\b[\w-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)["']?\s*[=:]\s*["']?)[^\s"',;&]+""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();
}
