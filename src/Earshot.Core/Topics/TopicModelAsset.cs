using Earshot.Core.Assets;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics;

/// <summary><c>topic_model</c>: what the topics are, by one method or another, ready to take tickets.</summary>
public abstract class TopicModelAsset : IAsset
{
    public const string Name = "topic_model";

    public abstract AssetDefinition Definition { get; }

    /// <summary>How the topics were found, as a person would say it.</summary>
    public abstract string Method { get; }

    /// <summary>Whether it tells how much a ticket belongs to its topic.</summary>
    public abstract bool HasMemberships { get; }

    /// <summary>Seed of every random choice.</summary>
    public abstract ulong Seed { get; }

    /// <summary>What decides, besides the model, which of its topics are shown: a change of it makes assignments stale, not the model.</summary>
    public virtual IReadOnlyDictionary<string, string> ShownBy => new Dictionary<string, string>();

    /// <summary>Reads the model as it was built.</summary>
    internal abstract ITopicModel Read(IDatasetReader datasets);

    /// <summary>The mean vector of each topic that is shown.</summary>
    public FloatMatrix ReadCentroids(IDatasetReader datasets) => Read(datasets).Centroids;

    public abstract void Build(BuildContext context);
}
