using Earshot.Connectors.Chat;
using Microsoft.Extensions.AI;

namespace Earshot.Connectors.Labels;

/// <summary>A chat service with what is known of its health: one that failed a few times in a row is not asked again.</summary>
/// <param name="client">The service.</param>
/// <param name="name">How labels by it are recorded: <c>gpt-4o-mini@api.openai.com</c>.</param>
public sealed class LabelService(IChatClient client, string name)
{
    private const int MostFailures = 3;
    private int _failures;

    /// <summary>How labels by it are recorded.</summary>
    public string Name => name;

    /// <summary>Why it is not asked again; null while it is.</summary>
    public ChatServiceException? GivenUp { get; private set; }

    /// <summary>Asks it.</summary>
    /// <exception cref="ChatServiceException">No answer came.</exception>
    internal async Task<ChatResponse> Ask(IEnumerable<ChatMessage> messages, ChatOptions options, CancellationToken cancellation)
    {
        try
        {
            ChatResponse response = await client.GetResponseAsync(messages, options, cancellation);
            _failures = 0;
            return response;
        }
        catch (ChatServiceException e)
        {
            if (e.Fault == ChatFault.CapReached || ++_failures == MostFailures) GivenUp = e;
            throw;
        }
    }
}
