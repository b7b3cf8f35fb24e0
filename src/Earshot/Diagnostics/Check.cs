using System.Text.Json.Serialization;

namespace Earshot.Diagnostics;

/// <summary>How a check came out.</summary>
internal enum CheckStatus
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Works, with less speed or comfort.</summary>
    [JsonStringEnumMemberName("warn")]
    Warn,

    /// <summary>Earshot won't work.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,
}

/// <summary>A check, what was found, and the next step where it is not ok.</summary>
internal sealed record Check(string Name, CheckStatus Status, string Finding, string? Hint = null);
