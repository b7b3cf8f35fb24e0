using System.Text.Json.Serialization;

namespace Earshot.Core.Topics.Life;

/// <summary>Something that happened to the topics of a workspace. Events are only ever added; what the topics are now is their replay.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Fitted), "fit")]
[JsonDerivedType(typeof(Promoted), "promote")]
[JsonDerivedType(typeof(RolledBack), "rollback")]
[JsonDerivedType(typeof(Undone), "undo")]
[JsonDerivedType(typeof(TopicEdit.Rename), "rename")]
[JsonDerivedType(typeof(TopicEdit.Merge), "merge")]
[JsonDerivedType(typeof(TopicEdit.Split), "split")]
[JsonDerivedType(typeof(TopicEdit.Pin), "pin")]
[JsonDerivedType(typeof(TopicEdit.Hide), "hide")]
[JsonDerivedType(typeof(TopicEdit.Move), "move")]
public abstract record TopicEvent
{
    /// <summary>1 for the first event of a workspace, 2 for the next …; 0 until it is kept.</summary>
    [JsonPropertyOrder(-2)]
    public int Sequence { get; init; }

    /// <summary>When it was kept, UTC.</summary>
    [JsonPropertyOrder(-1)]
    public DateTimeOffset At { get; init; }

    /// <summary>A fit was made, by a refit or by adding topics that were born; it is a candidate until it is promoted.</summary>
    /// <param name="Fit">Its number, 1 or more.</param>
    /// <param name="Before">The fit that its topics were matched with; null for the first.</param>
    /// <param name="NextNumber">The first number that no topic ever had, after this fit.</param>
    /// <param name="Transitions">What became of the topics of the fit before; those that just go on may be left out.</param>
    public sealed record Fitted(int Fit, int? Before, int NextNumber, IReadOnlyList<TopicTransition> Transitions) : TopicEvent
    {
        /// <summary>The same without the topics that just go on, to keep the journal small.</summary>
        public Fitted Short() => this with { Transitions = [.. Transitions.Where(transition => transition.Kind != TopicTransitionKind.Continued)] };
    }

    /// <summary>A fit became the current one.</summary>
    public sealed record Promoted(int Fit) : TopicEvent;

    /// <summary>The current fit was taken back, and the one before it is current again.</summary>
    /// <param name="Fit">The one that is current again.</param>
    public sealed record RolledBack(int Fit) : TopicEvent;

    /// <summary>An edit was taken back.</summary>
    /// <param name="Edit">Sequence number of the edit.</param>
    public sealed record Undone(int Edit) : TopicEvent;
}

/// <summary>A change that a person made. It names topics by number, so it holds in every fit in which they live.</summary>
public abstract record TopicEdit : TopicEvent
{
    /// <summary>The topics it names.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<int> Topics { get; }

    /// <summary>Why an edit can't be made, or has no effect on a fit, and what to do.</summary>
    public sealed record Fault(string Message, string Hint);

    /// <summary>A topic gets a name.</summary>
    public sealed record Rename(int Topic, string Name) : TopicEdit
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override IReadOnlyList<int> Topics => [Topic];
    }

    /// <summary>Topics are one: all go to the first of them that lives.</summary>
    public sealed record Merge(IReadOnlyList<int> Parts) : TopicEdit
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override IReadOnlyList<int> Topics => Parts;
    }

    /// <summary>The topics within a topic, at the next finer level, are shown in its place.</summary>
    public sealed record Split(int Topic) : TopicEdit
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override IReadOnlyList<int> Topics => [Topic];
    }

    /// <summary>A topic must be in every later fit, or no longer must.</summary>
    public sealed record Pin(int Topic, bool On) : TopicEdit
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override IReadOnlyList<int> Topics => [Topic];
    }

    /// <summary>A topic, and what lies within it, is left out of lists and reports, or is shown again.</summary>
    public sealed record Hide(int Topic, bool On) : TopicEdit
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override IReadOnlyList<int> Topics => [Topic];
    }

    /// <summary>Texts belong to a topic, whatever a fit says.</summary>
    /// <param name="Texts">Their hashes.</param>
    /// <param name="Topic">The topic.</param>
    public sealed record Move(IReadOnlyList<long> Texts, int Topic) : TopicEdit
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override IReadOnlyList<int> Topics => [Topic];
    }
}
