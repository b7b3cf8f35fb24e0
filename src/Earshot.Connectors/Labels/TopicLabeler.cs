using Earshot.Connectors.Chat;
using Earshot.Core.Labels;
using Earshot.Core.Tags;

namespace Earshot.Connectors.Labels;

/// <summary>How topics are labelled.</summary>
/// <param name="Categories">What a category may be.</param>
/// <param name="Mask">Whether personal data is masked before it is sent.</param>
/// <param name="RemoteAbove">Topics of more tickets than that go to the remote service first.</param>
public sealed record LabelerOptions(IReadOnlyList<string> Categories, bool Mask, int RemoteAbove);

/// <summary>
/// Asks language models for labels of topics and tags of tickets: the local service first and the remote one where that fails or where a topic is large.
/// An answer that can't be used is sent back once with what is wrong with it; then the other service is asked.
/// </summary>
/// <param name="local">A service on this machine or in this house; null for none.</param>
/// <param name="remote">A service elsewhere; null for none.</param>
/// <param name="options">How.</param>
/// <param name="clock">What a label is dated by.</param>
public sealed class TopicLabeler(LabelService? local, LabelService? remote, LabelerOptions options, TimeProvider clock)
{
    /// <summary>The services that a topic goes to, in their order.</summary>
    public IReadOnlyList<LabelService> ServicesFor(TopicDescription topic)
    {
        LabelService?[] order = topic.Tickets > options.RemoteAbove ? [remote, local] : [local, remote];
        return [.. order.OfType<LabelService>()];
    }

    /// <summary>Why a service is not asked again, where that is the kind of reason; else null.</summary>
    public ChatServiceException? GivenUpFor(ChatFault fault) =>
        new[] { local, remote }.Select(service => service?.GivenUp).FirstOrDefault(given => given?.Fault == fault);

    /// <summary>Whether no service is asked any more.</summary>
    public bool AllGivenUp => new[] { local, remote }.OfType<LabelService>().All(service => service.GivenUp is not null);

    /// <summary>Labels a topic.</summary>
    /// <param name="topic">A topic with a fingerprint.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A label, or one that says why there is none; null where nothing could be asked because a cap is reached.</returns>
    public async Task<TopicLabel?> Label(TopicDescription topic, CancellationToken cancellation)
    {
        LabelPrompt prompt = new(topic, options.Categories, options.Mask);
        CheckedQuestion<LabelContent> question = new(prompt.Instructions, prompt.Material, prompt.Schema, LabelPrompt.SchemaName, prompt.TryRead);
        (LabelContent? content, string? name, IReadOnlyList<string> failures) = await question.Ask(ServicesFor(topic), cancellation);
        if (content is null && failures.Count == 0) return null;
        return new TopicLabel(topic.Fingerprint!, content, content is null ? string.Join("; ", failures) : null, name, clock.GetUtcNow());
    }

    /// <summary>Tags texts: by the local service, and by the remote one where that fails.</summary>
    /// <param name="tags">Which tags there are.</param>
    /// <param name="texts">Clean texts, at most <see cref="TagPrompt.MostTexts"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The tags of each text and the service that gave them; null with the failures where no service did.</returns>
    public async Task<(IReadOnlyList<IReadOnlyList<string>>? Tags, string? Model, IReadOnlyList<string> Failures)> Tag(
        TagOptions tags, IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        TagPrompt prompt = new(tags, texts, options.Mask);
        CheckedQuestion<IReadOnlyList<IReadOnlyList<string>>> question = new(
            prompt.Instructions, prompt.Material, prompt.Schema, TagPrompt.SchemaName, prompt.TryRead);
        return await question.Ask([.. new[] { local, remote }.OfType<LabelService>()], cancellation);
    }
}
