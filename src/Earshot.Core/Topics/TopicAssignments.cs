namespace Earshot.Core.Topics;

/// <summary>Of each row of a block the topic that it is in; reused from block to block.</summary>
internal sealed class TopicAssignments
{
    private int[] _clusters = [];
    private int[] _places = [];
    private float[] _similarities = [];
    private float[] _memberships = [];

    /// <summary>Rows of the block.</summary>
    public int Count { get; private set; }

    /// <summary>The number that the model itself gives: of the cluster, or of the finest topic of its fit; −1 for none.</summary>
    public Memory<int> Clusters => _clusters.AsMemory(0, Count);

    /// <summary>The place of the topic in <see cref="ITopicModel.Topics"/>; −1 for none.</summary>
    public Memory<int> Places => _places.AsMemory(0, Count);

    /// <summary>Cosine to the topic's centroid, −1 to 1; 0 for none.</summary>
    public Memory<float> Similarities => _similarities.AsMemory(0, Count);

    /// <summary>How much the row belongs to its topic, 0 to 1; NaN where the method does not tell.</summary>
    public Memory<float> Memberships => _memberships.AsMemory(0, Count);

    /// <summary>Sum of the squared Euclidean distances of the rows to the centroids of their topics.</summary>
    public double SquaredDistance { get; set; }

    /// <summary>Room for a block, with nothing of the last one in it.</summary>
    public void Reset(int rows)
    {
        if (_clusters.Length < rows) (_clusters, _places, _similarities, _memberships) = (new int[rows], new int[rows], new float[rows], new float[rows]);
        Count = rows;
        SquaredDistance = 0;
    }
}
