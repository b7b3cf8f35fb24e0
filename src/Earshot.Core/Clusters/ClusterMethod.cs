namespace Earshot.Core.Clusters;

/// <summary>How texts are divided.</summary>
public enum ClusterMethod
{
    /// <summary>UMAP to few dimensions, then HDBSCAN in them.</summary>
    UmapHdbscan,

    /// <summary>HDBSCAN straight on the unit vectors, a point of the core having half as many neighbours as a cluster has texts at least.</summary>
    Hdbscan,

    /// <summary>Communities of the graph of nearest neighbours: no noise.</summary>
    Graph,

    /// <summary>k-means, 20 clusters or as many as the least size allows: no noise.</summary>
    KMeans,
}
