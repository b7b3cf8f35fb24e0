using System.Globalization;
using System.Text.Json;
using Earshot.Output;

namespace Earshot.Configuration;

/// <summary>The kinds of setting there are: how each is read, shown and described.</summary>
internal static class SettingKinds
{
    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Setting<int> Count(string key, int initial, int least, int most, string description, string? option = null) =>
        new(key, Range(least, most), description, option, initial, RangeParser(least, most), value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A 64-bit whole number from <paramref name="least"/> to <paramref name="most"/>; thousands may be divided by commas or underscores.</summary>
    public static Setting<long> Whole(string key, long initial, long least, long most, string description, string? option = null) =>
        new(
            key,
            Range(least, most),
            description,
            option,
            initial,
            (string text, out long value) => TryWhole(text, least, most, out value),
            value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An amount of money, or empty for none.</summary>
    public static Setting<decimal?> Amount(string key, decimal most, string description, string? option = null) =>
        new(key, $"an amount from 0 to {most.ToString("#,0.##", CultureInfo.InvariantCulture)}, such as 2.50", description, option, null,
            (string text, out decimal? value) => TryAmount(text, most, out value), value => value?.ToString("0.####################", CultureInfo.InvariantCulture) ?? "");

    /// <summary>A number from 0 to 1.</summary>
    public static Setting<float> Fraction(string key, float initial, string description, string? option = null) =>
        new(key, "a number from 0 to 1, such as 0.5", description, option, initial, TryFraction, value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>true or false.</summary>
    public static Setting<bool> Flag(string key, bool initial, string description, string? option = null) =>
        new(key, "true or false", description, option, initial, TryFlag, value => value ? "true" : "false");

    /// <summary>Any text.</summary>
    public static Setting<string> Text(string key, string initial, string description, string? option = null) =>
        new(key, "text", description, option, initial, (string text, out string value) => (value = text) is not null, value => value);

    /// <summary>One of a few words.</summary>
    public static Setting<string> Choice(string key, string initial, IReadOnlyList<string> choices, string description, string? option = null) =>
        new(key, string.Join(", ", choices.SkipLast(1)) + " or " + choices[^1], description, option, initial,
            (string text, out string value) =>
                (value = choices.FirstOrDefault(choice => string.Equals(choice, text, StringComparison.OrdinalIgnoreCase))!) is not null,
            value => value, choices);

    /// <summary>A day, yyyy-MM-dd.</summary>
    public static Setting<DateOnly> Day(string key, string initial, string description, string? option = null) =>
        new(key, "a day as yyyy-MM-dd", description, option, DateOnly.ParseExact(initial, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            (string text, out DateOnly value) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value),
            value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Bytes, written as 512MB or 4GB (steps of 1,000).</summary>
    public static Setting<long> Size(string key, string initial, string least, string most, string description, string? option = null) =>
        new(key, $"a size from {least} to {most}", description, option, Bytes(initial),
            (string text, out long value) => TryBytes(text, out value) && value >= Bytes(least) && value <= Bytes(most), ShowBytes);

    /// <summary>Names with a list of words each: an object of lists in a file, <c>name=word,word;name=word</c> elsewhere.</summary>
    public static Setting<IReadOnlyDictionary<string, IReadOnlyList<string>>> Lists(string key, string description) =>
        new(key, "names with a list of words each", description, null, new Dictionary<string, IReadOnlyList<string>>(), TryLists,
            value => string.Join(';', value.Select(pair => pair.Key + "=" + string.Join(',', pair.Value))));

    private static Setting<int>.Parser RangeParser(int least, int most) => (string text, out int value) =>
    {
        bool read = TryWhole(text, least, most, out long wide);
        value = (int)wide;
        return read;
    };

    private static string Range(long least, long most) => most == long.MaxValue
        ? $"a whole number of at least {Quantity.Count(least)}"
        : $"a whole number from {Quantity.Count(least)} to {Quantity.Count(most)}";

    private static bool TryWhole(string text, long least, long most, out long value)
    {
        bool read = long.TryParse(text.Replace("_", "").Replace(",", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        read &= value >= least && value <= most;
        if (!read) value = least;
        return read;
    }

    private static bool TryAmount(string text, decimal most, out decimal? value)
    {
        value = null;
        if (text.Length == 0) return true;
        bool read = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount) && amount <= most;
        if (read) value = amount;
        return read;
    }

    private static bool TryFraction(string text, out float value) =>
        float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= 1;

    private static bool TryFlag(string text, out bool value)
    {
        value = text.ToLowerInvariant() is "true" or "yes" or "on" or "1";
        return value || text.ToLowerInvariant() is "false" or "no" or "off" or "0";
    }

    private static long Bytes(string text) => TryBytes(text, out long bytes) ? bytes : throw new ArgumentException(text, nameof(text));

    private static bool TryBytes(string text, out long bytes)
    {
        bytes = 0;
        string digits = text.TrimEnd('b', 'B', 'k', 'K', 'm', 'M', 'g', 'G', 't', 'T', ' ');
        long unit = text[digits.Length..].Trim().ToUpperInvariant() switch
        {
            "" or "B" => 1,
            "K" or "KB" => 1_000,
            "M" or "MB" => 1_000_000,
            "G" or "GB" => 1_000_000_000,
            "T" or "TB" => 1_000_000_000_000,
            _ => 0,
        };
        if (unit == 0 || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)) return false;
        if (number > long.MaxValue / unit) return false;
        bytes = (long)(number * unit);
        return true;
    }

    private static string ShowBytes(long bytes)
    {
        foreach ((long unit, string name) in new[] { (1_000_000_000_000L, "TB"), (1_000_000_000L, "GB"), (1_000_000L, "MB"), (1_000L, "kB") })
            if (bytes >= unit && bytes % (unit / 10) == 0) return ((decimal)bytes / unit).ToString("0.#", CultureInfo.InvariantCulture) + name;
        return bytes.ToString(CultureInfo.InvariantCulture);
    }

    private static bool TryLists(string text, out IReadOnlyDictionary<string, IReadOnlyList<string>> value)
    {
        value = new Dictionary<string, IReadOnlyList<string>>();
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        bool read = text.TrimStart().StartsWith('{') ? TryObject(text, lists) : TryPairs(text, lists);
        if (read) value = lists;
        return read;
    }

    private static bool TryObject(string json, Dictionary<string, IReadOnlyList<string>> lists)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonProperty list in document.RootElement.EnumerateObject())
            {
                if (list.Value.ValueKind != JsonValueKind.Array || list.Value.EnumerateArray().Any(word => word.ValueKind != JsonValueKind.String))
                    return false;
                lists[list.Name] = [.. list.Value.EnumerateArray().Select(word => word.GetString()!)];
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryPairs(string text, Dictionary<string, IReadOnlyList<string>> lists)
    {
        foreach (string part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=');
            if (equals <= 0) return false;
            lists[part[..equals].Trim()] = part[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        return true;
    }
}
