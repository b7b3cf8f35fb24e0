using Earshot.Connectors.Chat;
using Earshot.Core.Labels;
using Microsoft.Extensions.AI;

namespace Earshot.Connectors.Labels;

/// <summary>How topics are labelled.</summary>
/// <param name="Categories">What a category may be.</param>
/// <param name="Mask">Whether personal data is masked before it is sent.</param>
/// <param name="RemoteAbove">Topics of more tickets than that go to the remote service first.</param>
public sealed record LabelerOptions(IReadOnlyList<string> Categories, bool Mask, int RemoteAbove);

/// <summary>
/// Asks language models for labels: the local service first and the remote one where that fails or where a topic is large. An answer that can't be used is
/// sent back once with what is wrong with it; then the other service is asked.
/// </summary>
/// <param name="local">A service on this machine or in this house; null for none.</param>
/// <param name="remote">A service elsewhere; null for none.</param>
/// <param name="options">How.</param>
/// <param name="clock">What a label is dated by.</param>
public sealed class TopicLabeler(LabelService? local, LabelService? remote, LabelerOptions options, TimeProvider clock)
{
    private const int MostEchoed = 4_000; // characters of an answer that are sent back with its correction

    /// <summary>The services that a topic goes to, in their order.</summary>
    public IReadOnlyList<LabelService> ServicesFor(TopicDescription topic)
    {
        LabelService?[] order = topic.Tickets > options.RemoteAbove ? [remote, local] : [local, remote];
        return [.. order.OfType<LabelService>()];
    }

    /// <summary>Why a service is not asked again, where that is the kind of reason; else null.</summary>
    public ChatServiceException? GivenUpFor(ChatFault fault) =>
        new[] { local, remote }.Select(service => service?.GivenUp).FirstOrDefault(given => given?.Fault == fault);

    /// <summary>Labels a topic.</summary>
    /// <param name="topic">A topic with a fingerprint.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A label, or one that says why there is none; null where nothing could be asked because a cap is reached.</returns>
    public async Task<TopicLabel?> Label(TopicDescription topic, CancellationToken cancellation)
    {
        LabelPrompt prompt = new(topic, options.Categories, options.Mask);
        List<string> failures = [];
        foreach (LabelService service in ServicesFor(topic))
        {
            if (service.GivenUp is { } given)
            {
                if (given.Fault != ChatFault.CapReached) failures.Add(given.Message);
                continue;
            }

            try
            {
                (LabelContent? content, string fault) = await Ask(service, prompt, cancellation);
                if (content is not null) return new TopicLabel(topic.Fingerprint!, content, null, service.Name, clock.GetUtcNow());
                failures.Add($"{service.Name}: {fault}");
            }
            catch (ChatServiceException e) when (e.Fault == ChatFault.CapReached)
            {
                // the other service may cost nothing
            }
            catch (ChatServiceException e)
            {
                failures.Add(e.Message);
            }
        }

        return failures.Count == 0 ? null : new TopicLabel(topic.Fingerprint!, null, string.Join("; ", failures), null, clock.GetUtcNow());
    }

    private static async Task<(LabelContent? Content, string Fault)> Ask(LabelService service, LabelPrompt prompt, CancellationToken cancellation)
    {
        List<ChatMessage> messages = [new(ChatRole.System, prompt.Instructions), new(ChatRole.User, prompt.Material)];
        ChatOptions chat = new() { Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(prompt.Schema, LabelPrompt.SchemaName) };
        for (bool corrected = false; ; corrected = true)
        {
            ChatResponse response = await service.Ask(messages, chat, cancellation);
            if (Refusal(response) is { } refusal) return (null, refusal); // nothing is wrong with its form
            if (prompt.TryRead(response.Text, out LabelContent? content) is not { } fault) return (content, "");
            if (corrected) return (null, $"its answer can't be used: {fault}");
            if (!string.IsNullOrWhiteSpace(response.Text))
                messages.Add(new(ChatRole.Assistant, response.Text[..Math.Min(response.Text.Length, MostEchoed)]));
            messages.Add(new(ChatRole.User, LabelPrompt.Correction(fault)));
        }
    }

    private static string? Refusal(ChatResponse response) =>
        response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>().Any(error => error.ErrorCode == ChatService.RefusalCode)
            ? "it refused to answer"
        : response.FinishReason == ChatFinishReason.ContentFilter && string.IsNullOrWhiteSpace(response.Text) ? "its filter kept the answer back"
        : null;
}
