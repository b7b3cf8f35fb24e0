using System.Text;
using System.Text.Json;

namespace Earshot.Core.Labels;

/// <summary>Finds the one JSON object in what a model wrote: prose and code fences around it are passed over, a second object is not.</summary>
internal static class AnswerObject
{
    private const int LongestAnswer = 64 << 10;

    /// <summary>Finds the object.</summary>
    /// <returns>What is wrong with the answer, in words for the model and for people; null where the object was found.</returns>
    public static string? TryFind(string answer, out JsonElement found)
    {
        found = default;
        byte[] bytes = Encoding.UTF8.GetBytes(answer);
        if (bytes.AsSpan().Trim(" \r\n\t"u8).IsEmpty) return "it is empty";
        if (bytes.Length > LongestAnswer) return $"it has {bytes.Length:N0} bytes; a label is much shorter";
        int objects = 0;
        for (int at = 0; at < bytes.Length;)
        {
            int brace = bytes.AsSpan(at).IndexOf((byte)'{');
            if (brace < 0) break;
            at += brace;
            if (LengthOf(bytes.AsSpan(at)) is not { } length) return "it ends in the middle of the JSON object";
            if (length > 0 && objects++ == 0) found = JsonElement.Parse(bytes.AsSpan(at, length));
            at += Math.Max(1, length);
        }

        return objects switch
        {
            0 => "there is no JSON object in it",
            1 => null,
            _ => $"there are {objects} JSON objects in it instead of one",
        };
    }

    // Bytes of the object that begins here; 0 where none does, null where the text ends inside it.
    private static int? LengthOf(ReadOnlySpan<byte> text)
    {
        Utf8JsonReader reader = new(text, isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.TrySkip() ? (int)reader.BytesConsumed : null;
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
