using System.Text;
using Earshot.Core.Synthetic.Phrases;
using Earshot.Core.Synthetic.Topics;

namespace Earshot.Core.Synthetic;

/// <summary>A topic or an incident, ready to write messages from.</summary>
internal sealed record CompiledTopic(
    byte[] Name, byte[] ProductLine, byte[]? Incident, PhraseGroup Subjects, PhraseGroup Problems, PhraseGroup Details, PhraseGroup Shorts,
    PhraseGroup References, (int Negative, int Positive) Moods, (int Low, int High, int Critical) Urgencies);

/// <summary>An incident and when it happens.</summary>
internal sealed record CompiledIncident(CompiledTopic Topic, int FirstDay, int Days, int PerMille);

/// <summary>All phrases of all topics, compiled once for the process; they depend on nothing.</summary>
internal sealed class TicketPhrases
{
    private static readonly (string ProductLine, string References, IReadOnlyList<TopicTemplate> Topics)[] Catalogue =
    [
        ("Payment System", CommonPhrases.PaymentReferences, [.. PaymentTopics.All, .. BillingTopics.All]),
        ("Mobile App", CommonPhrases.MobileReferences, [.. MobileTopics.All, .. SignInTopics.All]),
        ("API Integration", CommonPhrases.ApiReferences, [.. ApiTopics.All, .. DeveloperTopics.All]),
    ];

    private static readonly byte[][] Emoji =
    [
        "😡"u8.ToArray(), "😤"u8.ToArray(), "🙄"u8.ToArray(), "😞"u8.ToArray(), "👎"u8.ToArray(),
        "🙂"u8.ToArray(), "🙏"u8.ToArray(), "👍"u8.ToArray(), "😊"u8.ToArray(), "😀"u8.ToArray(),
    ];

    private static readonly Lazy<TicketPhrases> Compiled = new(static () => new TicketPhrases());

    private TicketPhrases()
    {
        PhraseCompiler compiler = new();
        foreach ((string name, string lines) in Vocabulary.Words) compiler.Define(name, lines, isFact: false);
        foreach ((string name, string lines) in Vocabulary.Facts) compiler.Define(name, lines, isFact: true);

        List<CompiledTopic> topics = [];
        List<int> weights = [];
        foreach ((string productLine, string lines, IReadOnlyList<TopicTemplate> templates) in Catalogue)
        {
            byte[] product = Encoding.UTF8.GetBytes(productLine);
            PhraseGroup references = compiler.Add(lines);
            foreach (TopicTemplate template in templates)
            {
                weights.Add(template.Weight);
                topics.Add(new CompiledTopic(
                    Encoding.UTF8.GetBytes(template.Name), product, null, compiler.Add(template.Subjects), compiler.Add(template.Problems),
                    compiler.Add(template.Details), compiler.Add(template.Shorts), references, template.Moods, template.Urgencies));
            }
        }

        Topics = [.. topics];
        TopicChoice = new WeightedChoice(weights.ToArray());
        Incidents = [.. PlantedIncidents.All.Select(incident => Compile(incident, compiler))];

        Greetings = compiler.Add(CommonPhrases.Greetings);
        Contexts = compiler.Add(CommonPhrases.Contexts);
        NegativeFeelings = compiler.Add(CommonPhrases.NegativeFeelings);
        PositiveFeelings = compiler.Add(CommonPhrases.PositiveFeelings);
        LowPressures = compiler.Add(CommonPhrases.LowPressures);
        HighPressures = compiler.Add(CommonPhrases.HighPressures);
        CriticalPressures = compiler.Add(CommonPhrases.CriticalPressures);
        Questions = compiler.Add(CommonPhrases.Questions);
        SignOffs = compiler.Add(CommonPhrases.SignOffs);
        PersonalDetails = compiler.Add(CommonPhrases.PersonalDetails);
        FollowUps = compiler.Add(CommonPhrases.FollowUps);
        Table = compiler.Build();
    }

    public static TicketPhrases Instance => Compiled.Value;

    public PhraseTable Table { get; }

    public CompiledTopic[] Topics { get; }

    public WeightedChoice TopicChoice { get; }

    public CompiledIncident[] Incidents { get; }

    public PhraseGroup Greetings { get; }

    public PhraseGroup Contexts { get; }

    public PhraseGroup NegativeFeelings { get; }

    public PhraseGroup PositiveFeelings { get; }

    public PhraseGroup LowPressures { get; }

    public PhraseGroup HighPressures { get; }

    public PhraseGroup CriticalPressures { get; }

    public PhraseGroup Questions { get; }

    public PhraseGroup SignOffs { get; }

    public PhraseGroup PersonalDetails { get; }

    public PhraseGroup FollowUps { get; }

    /// <summary>An emoji of somebody who is not neutral.</summary>
    public static ReadOnlySpan<byte> DrawEmoji(Mood mood, scoped ref RowRandom random) =>
        Emoji[(mood == Mood.Negative ? 0 : Emoji.Length / 2) + random.Below(Emoji.Length / 2)];

    // those whom an outage stops are angry and in a hurry
    private CompiledIncident Compile(IncidentTemplate incident, PhraseCompiler compiler)
    {
        byte[] name = Encoding.UTF8.GetBytes(incident.Topic);
        CompiledTopic topic = Topics.Single(candidate => candidate.Name.AsSpan().SequenceEqual(name));
        PhraseGroup problems = compiler.Add(incident.Problems);
        topic = topic with
        {
            Incident = Encoding.UTF8.GetBytes(incident.Name),
            Problems = problems,
            Shorts = problems,
            Details = compiler.Add(incident.Details),
            Moods = (62, 0),
            Urgencies = (0, 52, 34),
        };
        return new CompiledIncident(topic, incident.FirstDay, incident.Days, incident.PerMille);
    }
}
