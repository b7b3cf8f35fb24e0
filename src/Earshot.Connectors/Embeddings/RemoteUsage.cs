namespace Earshot.Connectors.Embeddings;

/// <summary>What a model has asked of its service so far.</summary>
/// <param name="Requests">Requests that brought vectors.</param>
/// <param name="Retries">Requests that were sent again.</param>
/// <param name="Tokens">Tokens as the service counted them; estimated where it did not say, or where its answer was lost on the way.</param>
/// <param name="Cost">Tokens at the price of the options; 0 without one.</param>
/// <param name="MaskedTexts">Texts in which personal data was masked.</param>
/// <param name="CutTexts">Texts that were longer than the service takes, and were cut.</param>
public readonly record struct RemoteUsage(long Requests, long Retries, long Tokens, decimal Cost, long MaskedTexts, long CutTexts);
