namespace Earshot.Core.Labels;

/// <summary>What a language model said of a topic, checked.</summary>
/// <param name="CanonicalTitle">On one line, 1 to 120 characters.</param>
/// <param name="Category">One of the list that was asked for.</param>
/// <param name="Description">One or two sentences.</param>
/// <param name="WouldPaySignal">Whether the tickets suggest that people would pay for a solution.</param>
/// <param name="ImpactLevel">low, medium or high.</param>
public sealed record LabelContent(string CanonicalTitle, string Category, string Description, bool WouldPaySignal, string ImpactLevel);

/// <summary>The outcome of asking for a topic's label, as it is kept.</summary>
/// <param name="Fingerprint">Of the topic: <see cref="TopicDescription.Fingerprint"/>.</param>
/// <param name="Content">Null where no label came of it.</param>
/// <param name="Failure">Why none did; null where one did. Without keys and personal data.</param>
/// <param name="Model">Model and service that answered, <c>gpt-4o-mini@api.openai.com</c>; null where none did.</param>
/// <param name="At">When.</param>
public sealed record TopicLabel(string Fingerprint, LabelContent? Content, string? Failure, string? Model, DateTimeOffset At)
{
    /// <summary>Whether every service failed to give a label: the topic keeps its automatic name, and the next run asks again.</summary>
    public bool LabelFailed => Content is null;
}
