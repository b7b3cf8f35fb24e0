using System.Text.RegularExpressions;

namespace Earshot.Connectors.Chat;

/// <summary>How a service is told which form its answer must have.</summary>
internal enum AnswerForm
{
    /// <summary><c>response_format</c> with a strict JSON schema.</summary>
    Schema,

    /// <summary><c>response_format</c> that asks for any JSON object.</summary>
    JsonObject,

    /// <summary>By the words of the question alone.</summary>
    Words,
}

/// <summary>What a service is known to take of the parameters on which services differ; each is given up once the service has refused it.</summary>
/// <param name="Form">How the form of an answer is asked for.</param>
/// <param name="LimitName">Name of the parameter for the longest answer; null where it takes neither.</param>
/// <param name="Temperature">Whether it takes a temperature; models that reason often do not.</param>
internal sealed partial record ChatDialect(AnswerForm Form, string? LimitName, bool Temperature)
{
    private const string NewLimit = "max_completion_tokens";
    private const string OldLimit = "max_tokens";

    /// <summary>What a service is taken to understand until it says otherwise.</summary>
    /// <param name="isOpenAi">Whether it is OpenAI's or Azure's, where newer models refuse the old name of the limit; others know that name only.</param>
    public static ChatDialect First(bool isOpenAi) => new(AnswerForm.Schema, isOpenAi ? NewLimit : OldLimit, Temperature: true)
    {
        OtherLimitName = isOpenAi ? OldLimit : NewLimit,
    };

    /// <summary>The name to try where <see cref="LimitName"/> is refused.</summary>
    private string? OtherLimitName { get; init; }

    /// <summary>The dialect after a refusal; null where it says nothing of a parameter that was sent.</summary>
    /// <param name="said">The body of the refusal.</param>
    public ChatDialect? After(string said)
    {
        if (Temperature && TemperatureWords().IsMatch(said)) return this with { Temperature = false };
        if (LimitName is not null && said.Contains(LimitName, StringComparison.Ordinal)) return this with { LimitName = OtherLimitName, OtherLimitName = null };
        return Form != AnswerForm.Words && FormWords().IsMatch(said) ? this with { Form = Form + 1 } : null;
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    [GeneratedRegex("temperature", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TemperatureWords();

    [GeneratedRegex("response_?format|json_?schema|json_object|structured output|json mode|grammar", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormWords();
}
