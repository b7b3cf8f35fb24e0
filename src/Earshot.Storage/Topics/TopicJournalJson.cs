using System.Text.Json.Serialization;
using Earshot.Core.Topics.Life;

namespace Earshot.Storage.Topics;

/// <summary>How events are written: snake_case, one object a line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(TopicEvent))]
internal sealed partial class TopicJournalJson : JsonSerializerContext;
