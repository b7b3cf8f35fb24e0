using System.Text.Json.Serialization;
using Earshot.Core.Topics.Life;

namespace Earshot.Core.Topics.Fits;

/// <summary>How a fit came about, as its manifest tells it: snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TopicEvent.Fitted))]
internal sealed partial class FitJson : JsonSerializerContext;
