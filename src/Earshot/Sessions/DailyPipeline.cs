using Earshot.Core.Assets;
using Earshot.Core.Clusters.Daily;
using Earshot.Core.Embeddings;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>
/// The assets of the clusters of each day, wired to those of a workspace: ticket_days → cluster_assignments → clusters, issues, issue_evidence, of which all but
/// the first have a partition for each day that ticket_days tells when it is asked for them.
/// </summary>
internal sealed class DailyPipeline
{
    private readonly Workspace _workspace;
    private readonly AssetDefinition _tickets;
    private readonly EmbeddingRecipe _recipe;

    /// <summary>The assets of each day.</summary>
    /// <param name="workspace">Where they are kept.</param>
    /// <param name="assets">Those of an ordinary run.</param>
    public DailyPipeline(Workspace workspace, IReadOnlyList<IAsset> assets)
    {
        _workspace = workspace;
        _recipe = assets.OfType<EmbeddingsAsset>().Single().Recipe;
        _tickets = assets.Select(asset => asset.Definition).First(definition => definition.Name == TicketsAsset.Name);
        HashSet<string> read = [TicketsAsset.Name, .. _recipe.Upstream.Select(upstream => upstream.Asset)];
        Before = [.. assets.Where(asset => read.Contains(asset.Definition.Name))];
        TicketDays = DailyAssets.Days(_tickets);
    }

    /// <summary>The assets of an ordinary run that these read, the tickets first.</summary>
    public IReadOnlyList<IAsset> Before { get; }

    /// <summary>Tells which days the tickets have.</summary>
    public IAsset TicketDays { get; }

    /// <summary>Those with a partition for each day that <see cref="TicketDays"/> tells.</summary>
    public IReadOnlyList<IAsset> Clusters =>
        DailyAssets.Of(_recipe, _tickets, TicketDays.Definition, partition => _workspace.FindManifest(TicketDays.Definition, partition));

    /// <summary>All of them, each after those it reads.</summary>
    public IReadOnlyList<IAsset> Assets => [TicketDays, .. Clusters];
}
