using System.Text.Json.Serialization;

namespace Earshot.Core.Topics.Life;

/// <summary>Something that happened to the topics of a workspace. Events are only ever added; what the topics are now is their replay.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(FitMade), "fit")]
[JsonDerivedType(typeof(FitPromoted), "promote")]
[JsonDerivedType(typeof(FitRolledBack), "rollback")]
[JsonDerivedType(typeof(TopicsBorn), "born")]
[JsonDerivedType(typeof(TopicRenamed), "rename")]
[JsonDerivedType(typeof(TopicsMerged), "merge")]
[JsonDerivedType(typeof(TopicSplit), "split")]
[JsonDerivedType(typeof(TopicPinned), "pin")]
[JsonDerivedType(typeof(TopicHidden), "hide")]
[JsonDerivedType(typeof(TextsMoved), "move")]
[JsonDerivedType(typeof(EditUndone), "undo")]
public abstract record TopicEvent
{
    /// <summary>1 for the first event of a workspace, 2 for the next …; 0 until it is kept.</summary>
    [JsonPropertyOrder(-2)]
    public int Sequence { get; init; }

    /// <summary>When it was kept, UTC.</summary>
    [JsonPropertyOrder(-1)]
    public DateTimeOffset At { get; init; }
}

/// <summary>A fit was made; it is a candidate until it is promoted.</summary>
/// <param name="Fit">Its number, 1 or more.</param>
/// <param name="Before">The fit that its topics were matched with; null for the first.</param>
/// <param name="NextNumber">The first number that no topic ever had, after this fit.</param>
/// <param name="Transitions">What became of the topics of the fit before; those that just go on may be left out.</param>
public sealed record FitMade(int Fit, int? Before, int NextNumber, IReadOnlyList<TopicTransition> Transitions) : TopicEvent;

/// <summary>A fit became the current one.</summary>
public sealed record FitPromoted(int Fit) : TopicEvent;

/// <summary>The current fit was taken back, and the one before it is current again.</summary>
/// <param name="Fit">The one that is current again.</param>
public sealed record FitRolledBack(int Fit) : TopicEvent;

/// <summary>Topics were found among texts that fitted in none, without a refit.</summary>
/// <param name="Fit">The fit that they were added to.</param>
/// <param name="NextNumber">The first number that no topic ever had, after them.</param>
/// <param name="Topics">The new topics.</param>
public sealed record TopicsBorn(int Fit, int NextNumber, IReadOnlyList<BornTopic> Topics) : TopicEvent;

/// <summary>A topic that was found among texts that fitted in none.</summary>
/// <param name="Path">Its number at each level of the fit, level 0 first: a topic by itself all the way.</param>
/// <param name="Texts">Hashes of the texts that it was found by.</param>
public sealed record BornTopic(IReadOnlyList<int> Path, IReadOnlyList<long> Texts);

/// <summary>A change that a person made. It names topics by number, so it holds in every fit in which they live.</summary>
public abstract record TopicEdit : TopicEvent
{
    /// <summary>The topics it names.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<int> Topics { get; }
}

/// <summary>A topic got a name.</summary>
public sealed record TopicRenamed(int Topic, string Name) : TopicEdit
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<int> Topics => [Topic];
}

/// <summary>Topics are one: all go to the first of them that lives.</summary>
public sealed record TopicsMerged(IReadOnlyList<int> Merged) : TopicEdit
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<int> Topics => Merged;
}

/// <summary>The topics within a topic, at the next finer level, are shown in its place.</summary>
public sealed record TopicSplit(int Topic) : TopicEdit
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<int> Topics => [Topic];
}

/// <summary>A topic must be in every later fit, or no longer must.</summary>
public sealed record TopicPinned(int Topic, bool Pinned) : TopicEdit
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<int> Topics => [Topic];
}

/// <summary>A topic, and what lies within it, is left out of lists and reports, or is shown again.</summary>
public sealed record TopicHidden(int Topic, bool Hidden) : TopicEdit
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<int> Topics => [Topic];
}

/// <summary>Texts belong to a topic, whatever a fit says.</summary>
/// <param name="Texts">Their hashes.</param>
/// <param name="Topic">The topic.</param>
public sealed record TextsMoved(IReadOnlyList<long> Texts, int Topic) : TopicEdit
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<int> Topics => [Topic];
}

/// <summary>An edit was taken back.</summary>
/// <param name="Edit">Sequence number of the edit.</param>
public sealed record EditUndone(int Edit) : TopicEvent;
