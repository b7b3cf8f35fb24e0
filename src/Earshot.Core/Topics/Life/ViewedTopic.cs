namespace Earshot.Core.Topics.Life;

/// <summary>A topic as it is shown at a detail.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Path">The topics it lies within from level 0 on, and itself at the end.</param>
/// <param name="Texts">Texts of the fit in it, moved ones and those of born topics included.</param>
/// <param name="Name">The name that a person gave it; null where nobody did.</param>
/// <param name="Pinned">Whether every fit must have it.</param>
/// <param name="Hidden">Whether it is left out of lists and reports: itself, or one that it lies within.</param>
/// <param name="Within">How many topics lie within it at the next finer level.</param>
public sealed record ViewedTopic(int Id, IReadOnlyList<int> Path, int Texts, string? Name, bool Pinned, bool Hidden, int Within);
