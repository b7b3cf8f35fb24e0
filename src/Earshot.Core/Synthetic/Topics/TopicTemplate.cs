namespace Earshot.Core.Synthetic.Topics;

/// <summary>What customers write about one topic: phrases, one a line, in the notation of <see cref="Phrases.PhraseCompiler"/>.</summary>
/// <param name="Name">The value of <c>true_topic</c>.</param>
/// <param name="Weight">Size relative to the other topics.</param>
/// <param name="Moods">Percent of its tickets that are negative and positive; the others are neutral.</param>
/// <param name="Urgencies">Percent of its tickets that are low, high and critical; the others are medium.</param>
internal sealed record TopicTemplate(string Name, int Weight, (int Negative, int Positive) Moods, (int Low, int High, int Critical) Urgencies)
{
    /// <summary>What <c>{it}</c> stands for: noun phrases as they read in the middle of a sentence.</summary>
    public required string Subjects { get; init; }

    /// <summary>The matter itself, a whole sentence or two.</summary>
    public required string Problems { get; init; }

    /// <summary>What was seen, tried or is needed, as a further sentence.</summary>
    public required string Details { get; init; }

    /// <summary>The matter as people write it who write three words.</summary>
    public required string Shorts { get; init; }
}

/// <summary>A burst of one topic on some days, with phrases of its own.</summary>
/// <param name="Name">The value of <c>true_incident</c>.</param>
/// <param name="Topic">The topic it belongs to.</param>
/// <param name="FirstDay">Day of the 30 on which it begins, 0 to 29.</param>
/// <param name="Days">Its length in days.</param>
/// <param name="PerMille">Its share of all tickets in thousandths.</param>
internal sealed record IncidentTemplate(string Name, string Topic, int FirstDay, int Days, int PerMille)
{
    /// <summary>The matter itself; takes the place of the topic's problems.</summary>
    public required string Problems { get; init; }

    /// <summary>What was seen and what it costs; takes the place of the topic's details.</summary>
    public required string Details { get; init; }
}
