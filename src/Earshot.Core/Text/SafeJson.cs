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
        settings.ForbidRange(UnicodeRange.Create('\u200B', '\u200F')); // zero width, left-to-right and right-to-left marks
        settings.ForbidRange(UnicodeRange.Create('\u202A', '\u202E')); // embeddings and overrides
        settings.ForbidRange(UnicodeRange.Create('\u2060', '\u206F')); // joiners and isolates
        settings.ForbidCharacters('\u061C', '\uFEFF');
        return JavaScriptEncoder.Create(settings);
    }
}
