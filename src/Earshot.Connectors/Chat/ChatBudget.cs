namespace Earshot.Connectors.Chat;

/// <summary>What was asked of chat services so far.</summary>
/// <param name="Calls">Requests sent, those that failed among them.</param>
/// <param name="Retries">Requests among them that were sent again.</param>
/// <param name="InputTokens">Tokens of questions as the services counted them; estimated where they did not say, or where an answer was lost.</param>
/// <param name="OutputTokens">Tokens of answers, likewise.</param>
/// <param name="Cost">Tokens at the prices of the options; 0 without prices.</param>
public readonly record struct ChatUsage(long Calls, long Retries, long InputTokens, long OutputTokens, decimal Cost);

/// <summary>
/// Counts calls, tokens and cost of one or several services, and keeps them within caps: a request reserves what it may cost before it is sent, and settles
/// for what it did.
/// </summary>
/// <param name="maxCalls">Calls that are not passed; null for any number.</param>
/// <param name="maxCost">Cost that is not passed; null for any.</param>
public sealed class ChatBudget(long? maxCalls = null, decimal? maxCost = null)
{
    private readonly Lock _gate = new();
    private ChatUsage _usage;
    private decimal _reserved;

    /// <summary>What was used so far.</summary>
    public ChatUsage Usage
    {
        get
        {
            lock (_gate) return _usage;
        }
    }

    /// <summary>Reserves one call.</summary>
    /// <param name="cost">What it costs at most, about.</param>
    /// <param name="isRetry">Whether it was sent before.</param>
    /// <returns>Which cap it would pass; null where it may be sent.</returns>
    internal string? TryReserve(decimal cost, bool isRetry)
    {
        lock (_gate)
        {
            if (_usage.Calls >= maxCalls) return $"the cap on calls, {maxCalls:N0}, is reached";
            if (cost > 0 && _usage.Cost + _reserved + cost > maxCost)
                return $"the cost cap of {maxCost:0.####} would be passed: {_usage.Cost:0.####} is spent, and the next call costs up to {cost:0.######}";
            _usage = _usage with { Calls = _usage.Calls + 1, Retries = _usage.Retries + (isRetry ? 1 : 0) };
            _reserved += cost;
            return null;
        }
    }

    /// <summary>Ends a reservation.</summary>
    internal void Settle(decimal reserved, long inputTokens, long outputTokens, decimal cost)
    {
        lock (_gate)
        {
            _reserved -= reserved;
            _usage = _usage with
            {
                InputTokens = _usage.InputTokens + inputTokens,
                OutputTokens = _usage.OutputTokens + outputTokens,
                Cost = _usage.Cost + cost,
            };
        }
    }
}
