using System.Collections;
using Earshot.Output;

namespace Earshot.CommandLine;

/// <summary>What a command takes from the process it runs in, so that tests can run commands side by side.</summary>
internal sealed record Surroundings
{
    public required Terminal Terminal { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string CurrentFolder { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public CancellationToken Cancellation { get; init; }

    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess(CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables()) environment[(string)variable.Key] = (string?)variable.Value ?? "";
        return new Surroundings
        {
            Terminal = Terminal.OfProcess(),
            Environment = environment,
            CurrentFolder = Directory.GetCurrentDirectory(),
            Cancellation = cancellation,
        };
    }
}
