using System.Text.Json;
using Earshot.Connectors.Chat;
using Microsoft.Extensions.AI;

namespace Earshot.Connectors.Labels;

/// <summary>Reads an answer.</summary>
/// <returns>What is wrong with it; null where nothing is.</returns>
internal delegate string? AnswerReader<T>(string answer, out T? content)
    where T : class;

/// <summary>A question whose answer has to have a form. One that has not is sent back once, with what is wrong with it.</summary>
/// <param name="Instructions">The system message.</param>
/// <param name="Material">The user message.</param>
/// <param name="Schema">The form, as JSON schema.</param>
/// <param name="SchemaName">Its name.</param>
/// <param name="Read">Reads and checks an answer.</param>
internal sealed record CheckedQuestion<T>(string Instructions, string Material, JsonElement Schema, string SchemaName, AnswerReader<T> Read)
    where T : class
{
    private const int MostEchoed = 4_000; // characters of an answer that are sent back with its correction

    /// <summary>Asks services one after the other until one gives an answer that can be used.</summary>
    /// <returns>The answer and who gave it; else why nobody did: empty where nobody could be asked because a cap is reached.</returns>
    public async Task<(T? Content, string? Name, IReadOnlyList<string> Failures)> Ask(IReadOnlyList<LabelService> services, CancellationToken cancellation)
    {
        List<string> failures = [];
        foreach (LabelService service in services)
        {
            if (service.GivenUp is { } given)
            {
                if (given.Fault != ChatFault.CapReached) failures.Add(given.Message);
                continue;
            }

            try
            {
                (T? content, string fault) = await Ask(service, cancellation);
                if (content is not null) return (content, service.Name, []);
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

        return (null, null, failures);
    }

    private async Task<(T? Content, string Fault)> Ask(LabelService service, CancellationToken cancellation)
    {
        List<ChatMessage> messages = [new(ChatRole.System, Instructions), new(ChatRole.User, Material)];
        ChatOptions chat = new() { Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, SchemaName) };
        for (bool corrected = false; ; corrected = true)
        {
            ChatResponse response = await service.Ask(messages, chat, cancellation);
            if (Refusal(response) is { } refusal) return (null, refusal); // nothing is wrong with its form
            if (Read(response.Text, out T? content) is not { } fault) return (content, "");
            if (corrected) return (null, $"its answer can't be used: {fault}");
            if (!string.IsNullOrWhiteSpace(response.Text))
                messages.Add(new(ChatRole.Assistant, response.Text[..Math.Min(response.Text.Length, MostEchoed)]));
            messages.Add(new(ChatRole.User, Correction(fault)));
        }
    }

    /// <summary>What is said to an answer that can't be used.</summary>
    internal static string Correction(string fault) =>
        $"This answer can't be used: {fault}. Answer once more with exactly one JSON object in the form that was asked for, and nothing else.";

    private static string? Refusal(ChatResponse response) =>
        response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>().Any(error => error.ErrorCode == ChatService.RefusalCode)
            ? "it refused to answer"
        : response.FinishReason == ChatFinishReason.ContentFilter && string.IsNullOrWhiteSpace(response.Text) ? "its filter kept the answer back"
        : null;
}
