using System.Globalization;
using System.Text;

namespace Earshot.Core.Text;

/// <summary>Columns a character takes on a terminal: 0 for marks that combine, 2 for East Asian wide characters and emoji (Unicode annex 11), else 1.</summary>
internal static class DisplayWidth
{
    public static int Of(Rune rune)
    {
        int codePoint = rune.Value;
        if (codePoint < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        return IsWide(codePoint) ? 2 : 1;
    }

    private static bool IsWide(int codePoint) => codePoint switch
    {
        < 0x1100 => false,
        <= 0x115F => true,
        0x231A or 0x231B or 0x23E9 or 0x23EA or 0x23EB or 0x23EC or 0x2705 or 0x274C or 0x2728 or 0x2753 or 0x2757 or 0x2B50 or 0x2B55 => true,
        >= 0x2E80 and <= 0x303E => true,
        >= 0x3041 and <= 0xA4CF => true,
        >= 0xA960 and <= 0xA97F => true,
        >= 0xAC00 and <= 0xD7A3 => true,
        >= 0xF900 and <= 0xFAFF => true,
        >= 0xFE30 and <= 0xFE6F => true,
        >= 0xFF01 and <= 0xFF60 => true,
        >= 0xFFE0 and <= 0xFFE6 => true,
        >= 0x1F300 and <= 0x1F64F => true,
        >= 0x1F680 and <= 0x1F6FF => true,
        >= 0x1F900 and <= 0x1F9FF => true,
        >= 0x1FA70 and <= 0x1FAFF => true,
        >= 0x20000 and <= 0x3FFFD => true,
        _ => false,
    };
}
