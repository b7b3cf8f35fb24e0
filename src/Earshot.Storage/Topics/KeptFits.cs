using Earshot.Core.Assets;
using Earshot.Core.Topics;
using Earshot.Core.Topics.Fits;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Topics;

/// <summary>The files of the fits that were promoted, <c>models/topic_fits</c>: built by no run, so a lost one is only there again where a copy of it is.</summary>
public static class KeptFits
{
    // what a run copied of the current fit, and what a fit was before it was promoted
    private static readonly string[] Copies = [TopicModelAsset.Name, FittedTopicsAsset.CandidateName, TopicBirthsAsset.Name];

    /// <summary>Where the file of a fit is, or should be.</summary>
    public static string PathOf(Workspace workspace, int fit) => workspace.DataPath(FittedTopicsAsset.Kept([]), FittedTopicsAsset.PartitionOf(fit));

    /// <summary>Whether the file of a fit is there with the bytes that were kept. Reads it whole.</summary>
    public static bool IsWhole(Workspace workspace, int fit) => Whole(workspace, FittedTopicsAsset.Kept([]), FittedTopicsAsset.PartitionOf(fit), fit) is not null;

    /// <summary>Puts the file of a fit back from a copy.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="lease">The right to write to it.</param>
    /// <param name="fit">Number of the fit.</param>
    /// <returns>The asset that had the copy; null where no copy is there.</returns>
    public static string? Restore(Workspace workspace, Lease lease, int fit)
    {
        ArgumentNullException.ThrowIfNull(lease);
        foreach (string name in Copies)
        {
            AssetDefinition copy = FittedTopicsAsset.Kept([]) with { Name = name };
            if (Whole(workspace, copy, name, fit) is not { } manifest) continue;
            bool isLater = name == TopicModelAsset.Name; // copied again whenever tickets came: what the fit was found in is not known from it
            Write(workspace, copy, isLater ? manifest with { Inputs = new Dictionary<string, string>() } : manifest, fit);
            return name;
        }

        return null;
    }

    /// <summary>Keeps a fit that was built.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="built">The asset that holds it as its only partition.</param>
    /// <param name="manifest">The manifest of that.</param>
    /// <param name="fit">Number of the fit.</param>
    internal static void Write(Workspace workspace, AssetDefinition built, Manifest manifest, int fit)
    {
        AssetDefinition kept = FittedTopicsAsset.Kept([]);
        string partition = FittedTopicsAsset.PartitionOf(fit);
        Directory.CreateDirectory(workspace.At(kept.Layer, kept.Name));
        File.Delete(workspace.ManifestPath(kept, partition)); // a file that a kill left is no fit until its own manifest stands beside it
        AtomicFile.Write(workspace.DataPath(kept, partition), File.ReadAllBytes(workspace.DataPath(built, built.Name)));
        workspace.WriteManifest(kept, manifest with { Asset = kept.Name, Partition = partition });
    }

    private static Manifest? Whole(Workspace workspace, AssetDefinition asset, string partition, int fit)
    {
        Manifest? manifest = workspace.FindManifest(asset, partition);
        bool isFit = FittedTopicsAsset.FitOf(manifest) == fit && FittedTopicsAsset.MadeBy(manifest)?.Fit == fit;
        return isFit && PartitionWriter.HashFile(workspace.DataPath(asset, partition)).Hash == manifest!.ContentHash ? manifest : null;
    }
}
