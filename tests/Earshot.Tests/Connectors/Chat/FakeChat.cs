using System.Text.Json;
using Earshot.Tests.Connectors.Embeddings;

namespace Earshot.Tests.Connectors.Chat;

/// <summary>What a chat service answers, well or badly; <see cref="FakeService"/> sends it.</summary>
internal static class FakeChat
{
    public const int TokensAsked = 300;
    public const int TokensAnswered = 40;

    /// <summary>An answer with these words.</summary>
    public static Reply Says(string content, string finish = "stop") => Message($"\"content\":{JsonSerializer.Serialize(content)}", finish);

    /// <summary>An answer whose message has these fields.</summary>
    public static Reply Message(string fields, string finish = "stop") => new(
        $$$"""{"id":"c-1","object":"chat.completion","model":"small-2026","choices":[{"index":0,"message":{"role":"assistant",{{{fields}}}},"finish_reason":"{{{finish}}}"}],"usage":{"prompt_tokens":{{{TokensAsked}}},"completion_tokens":{{{TokensAnswered}}},"total_tokens":340}}""");

    /// <summary>A label as the schema wants it.</summary>
    public static string Label(string title = "Card payments are declined", string category = "finance", string impact = "high") =>
        $$"""{"canonical_title":{{JsonSerializer.Serialize(title)}},"category":"{{category}}","description":"Cards that work elsewhere are declined.","would_pay_signal":false,"impact_level":"{{impact}}"}""";

    /// <summary>The words of a message of a request.</summary>
    public static string Content(this SeenRequest request, Index message) => request.Json.GetProperty("messages").EnumerateArray().ToArray()[message].GetProperty("content").GetString()!;

    /// <summary>The roles of its messages, in order.</summary>
    public static string[] Roles(this SeenRequest request) => [.. request.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString()!)];

    /// <summary>The form it asks for; empty where by words alone.</summary>
    public static string Form(this SeenRequest request) => request.Json.TryGetProperty("response_format", out JsonElement format) ? format.GetProperty("type").GetString()! : "";
}
