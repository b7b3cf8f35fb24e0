namespace Earshot.Core.Synthetic;

/// <summary>A way of writing: in how many of 100 messages each part appears.</summary>
/// <param name="Weight">Share of writers, in percent.</param>
/// <param name="Greeting">A greeting first.</param>
/// <param name="Context">A sentence about the writer.</param>
/// <param name="Short">A few words in place of the problem.</param>
/// <param name="Detail">What was seen or tried.</param>
/// <param name="SecondDetail">A second detail after the first.</param>
/// <param name="Feeling">The mood in words, where it is not neutral.</param>
/// <param name="Question">A question at the end, where there is no pressure.</param>
/// <param name="Reference">A number by which to find the customer or the device.</param>
/// <param name="SignOff">Thanks or a name.</param>
/// <param name="LowerCase">No capitals and little punctuation.</param>
internal sealed record Tone(
    int Weight, int Greeting, int Context, int Short, int Detail, int SecondDetail, int Feeling, int Question, int Reference, int SignOff, int LowerCase)
{
    public static Tone[] All { get; } =
    [
        // plain, polite, terse, rambling
        new(44, Greeting: 12, Context: 3, Short: 0, Detail: 52, SecondDetail: 0, Feeling: 86, Question: 22, Reference: 14, SignOff: 7, LowerCase: 16),
        new(16, Greeting: 82, Context: 8, Short: 0, Detail: 44, SecondDetail: 0, Feeling: 84, Question: 36, Reference: 14, SignOff: 56, LowerCase: 3),
        new(28, Greeting: 2, Context: 0, Short: 30, Detail: 24, SecondDetail: 0, Feeling: 72, Question: 12, Reference: 8, SignOff: 3, LowerCase: 48),
        new(12, Greeting: 26, Context: 34, Short: 0, Detail: 100, SecondDetail: 60, Feeling: 96, Question: 24, Reference: 14, SignOff: 12, LowerCase: 24),
    ];
}
