namespace Earshot.Core.Topics.Fits;

/// <summary>A topic as a fit found it, before anybody edited it.</summary>
/// <param name="Id">Its number, 0 or more, different from that of every other topic of any level; a refit gives it to the topic that goes on from this one.</param>
/// <param name="Level">Its level, 0 for the coarsest.</param>
/// <param name="Parent">The topic of the level before that it lies within; null at level 0.</param>
/// <param name="Texts">Texts of the fit in it, at least 1.</param>
public sealed record FittedTopic(int Id, int Level, int? Parent, int Texts);
