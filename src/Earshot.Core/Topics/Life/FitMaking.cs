using System.Text.Json;
using System.Text.Json.Serialization;
using Earshot.Core.Assets;

namespace Earshot.Core.Topics.Life;

/// <summary>How a fit came about, as its manifest tells it.</summary>
/// <param name="Fit">Its number.</param>
/// <param name="Before">The fit that it was matched with; null for the first.</param>
/// <param name="NextNumber">The first number that no topic ever had, after this fit.</param>
/// <param name="Transitions">What became of all topics of the fit before.</param>
public sealed record FitMaking(int Fit, int? Before, int NextNumber, IReadOnlyList<TopicTransition> Transitions)
{
    private const string Name = "made";

    /// <summary>The event to keep: topics that just go on are left out, to keep the journal small.</summary>
    public TopicEvent.Fitted ToEvent() =>
        new(Fit, Before, NextNumber, [.. Transitions.Where(transition => transition.Kind != TopicTransitionKind.Continued)]);

    /// <summary>What a manifest tells; null where it tells nothing.</summary>
    public static FitMaking? Of(Manifest? manifest) => manifest?.Metadata[Name]?.Deserialize(FitMakingJson.Default.FitMaking);

    internal static void Describe(IPartitionWriter output, FitMaking making) =>
        output.Describe(Name, JsonSerializer.SerializeToNode(making, FitMakingJson.Default.FitMaking)!);
}

/// <summary>As manifests are written: snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FitMaking))]
internal sealed partial class FitMakingJson : JsonSerializerContext;
