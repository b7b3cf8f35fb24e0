using System.Text.Json.Serialization;
using Earshot.Core.Assets;
using Earshot.Storage.Sources;

namespace Earshot.Storage.Workspaces;

/// <summary>How the workspace's own files are written: snake_case, indented, no reflection at start-up.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WorkspaceMarker))]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(LeaseRecord))]
[JsonSerializable(typeof(SourceRecord))]
internal sealed partial class StorageJson : JsonSerializerContext;
