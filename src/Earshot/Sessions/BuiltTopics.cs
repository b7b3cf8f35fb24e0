using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Topics;
using Earshot.Core.Topics.Fits;

namespace Earshot.Sessions;

/// <summary>
/// Which topics tickets and analysis were last built with, as their manifests tell. An event of the journal that they don't follow yet is one whose rebuild
/// was killed or left out; what is stale for another reason, such as new tickets, says nothing about it.
/// </summary>
internal static class BuiltTopics
{
    /// <summary>Whether any tickets, or the analysis, were built with an edit.</summary>
    /// <param name="session">The workspace.</param>
    /// <param name="edit">Sequence number of the edit.</param>
    public static bool HaveEdit(Session session, int edit) => Readers(session).Any(built => FittedTopicsAsset.EditsOf(built).Contains(edit));

    /// <summary>Whether the topic model, and all tickets and the analysis that are built, are of a fit.</summary>
    /// <param name="session">The workspace.</param>
    /// <param name="fit">Number of the fit.</param>
    public static bool AreOf(Session session, int fit)
    {
        const string Model = $"{TopicModelAsset.Name}/{TopicModelAsset.Name}";
        return session.Workspace.FindManifest(session.Topics.Definition, TopicModelAsset.Name) is { } model
            && FittedTopicsAsset.FitOf(model) == fit
            && Readers(session).All(built => built.Inputs.GetValueOrDefault(Model) == model.ContentHash);
    }

    private static IEnumerable<Manifest> Readers(Session session) =>
        from definition in session.Definitions
        where definition.Name is AssignmentsAsset.Name or AnalysisAsset.Name
        from partition in definition.Partitions
        let built = session.Workspace.FindManifest(definition, partition)
        where built is not null
        select built;
}
