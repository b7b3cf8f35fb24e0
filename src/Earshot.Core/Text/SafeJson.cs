using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Earshot.Core.Text;

/// <summary>How JSON that people look at is written: letters of all languages as they are; HTML, control, direction and invisible characters escaped.</summary>
public static class SafeJson
{
    /// <summary>The encoder; it keeps a terminal or a page from acting on a ticket's text.</summary>
    public static JavaScriptEncoder Encoder { get; } = Create();

    private static JavaScriptEncoder Create()
    {
        TextEncoderSettings settings = new(UnicodeRanges.All);
        foreach ((char first, char last) in new[] { ('\u200B', '\u200F'), ('\u202A', '\u202E'), ('\u2060', '\u206F'), ('\u061C', '\u061C'), ('\uFEFF', '\uFEFF'), ('\uFFF9', '\uFFFB') })
            for (int code = first; code <= last; code++) settings.ForbidCharacter((char)code);
        return JavaScriptEncoder.Create(settings);
    }
}
