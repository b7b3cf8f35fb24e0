namespace Earshot.Core.Topics.Life;

/// <summary>The automatic name that a topic or a group was shown by last.</summary>
/// <param name="Topic">Its number.</param>
/// <param name="Name">The name, without the mark of a mixed topic.</param>
/// <param name="Terms">Those of its keywords that the name is made of; none where the name is a number or a language.</param>
public sealed record KeptName(int Topic, string Name, IReadOnlyList<string> Terms);
