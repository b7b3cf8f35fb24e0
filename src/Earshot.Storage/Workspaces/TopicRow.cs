namespace Earshot.Storage.Workspaces;

/// <summary>What the table <c>topics</c> of a <see cref="SqlSession"/> says of a topic, as people see it.</summary>
/// <param name="TopicId">Its number.</param>
/// <param name="Name">The name that takes the place of the automatic one.</param>
/// <param name="Hidden">Whether people hid it.</param>
public sealed record TopicRow(int TopicId, string Name, bool Hidden);
