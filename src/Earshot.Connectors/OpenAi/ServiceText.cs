using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Earshot.Core.Text;

namespace Earshot.Connectors.OpenAi;

/// <summary>What a service wrote beside a failure, made fit for a message: short, on one line, without the key, personal data masked.</summary>
internal static partial class ServiceText
{
    private const int Columns = 200;
    private const int Looked = 4000;
    private const int ShortestSecret = 8; // "Incorrect API key provided: sk-proj-…" shows parts of a key as well

    /// <summary>The reason in a body: the message of a JSON error, the title of a page, or its first words.</summary>
    public static string Reason(ReadOnlySpan<byte> body, string key)
    {
        string text = Encoding.UTF8.GetString(body);
        string said = MessageOf(text) ?? TitleOf(text) ?? text;
        return SafeText.ForTerminal(PersonalData.Mask(WithoutKey(said[..Math.Min(said.Length, Looked)], key)), Columns);
    }

    /// <summary>Replaces the key, and any eight letters next to each other of it, plain or as an address or a page would write it.</summary>
    public static string WithoutKey(string text, string key)
    {
        if (key.Length == 0) return text;
        foreach (string form in new[] { Uri.EscapeDataString(key), WebUtility.HtmlEncode(key), key }.Distinct()) text = text.Replace(form, "[key]");
        StringBuilder kept = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int length = 0;
            while (i + length < text.Length && key.AsSpan().IndexOf(text.AsSpan(i, length + 1)) >= 0) length++;
            if (length < ShortestSecret) kept.Append(text[i++]);
            else
            {
                kept.Append("[key]");
                i += length;
            }
        }

        return kept.ToString();
    }

    private static string? MessageOf(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Find(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // not JSON, or an escape of half a character ("\ud800")
        }
    }

    private static string? TitleOf(string text) =>
        Title().Match(text) is { Success: true } title ? $"a page with the title “{WebUtility.HtmlDecode(title.Groups["title"].Value).Trim()}”" : null;

    // { "error": { "message": … } } of OpenAI, { "error": … } of Ollama, { "detail": … } of vLLM and its like, { "message": … } of gateways
    private static string? Find(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) return element.GetString();
        if (element.ValueKind != JsonValueKind.Object) return null;
        foreach (string name in new[] { "error", "message", "detail" })
            if (element.TryGetProperty(name, out JsonElement inner) && Find(inner) is { } found) return found;
        return null;
    }

    [GeneratedRegex(@"<title[^>]*>(?<title>[^<]{1,500})</title>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Title();
}
