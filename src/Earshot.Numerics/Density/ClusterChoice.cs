namespace Earshot.Numerics.Density;

/// <summary>Clusters of a hierarchy that become labels: none lies within another.</summary>
internal sealed class ClusterChoice
{
    private readonly ClusterHierarchy _hierarchy;
    private readonly HdbscanOptions _options;

    private ClusterChoice(ClusterHierarchy hierarchy, HdbscanOptions options)
    {
        _hierarchy = hierarchy;
        _options = options;
        Stability = [.. hierarchy.Stability];
        Selected = new bool[hierarchy.Count];
    }

    /// <summary>By cluster.</summary>
    public bool[] Selected { get; }

    /// <summary>By cluster: its own, or that of its parts where those were preferred.</summary>
    public double[] Stability { get; }

    public static ClusterChoice From(ClusterHierarchy hierarchy, HdbscanOptions options)
    {
        ClusterChoice choice = new(hierarchy, options);
        if (options.Selection == ClusterSelection.Leaf) choice.SelectLeaves();
        else choice.SelectByExcessOfMass();
        if (options.SelectionEpsilon > 0) choice.JoinBelowEpsilon();
        return choice;
    }

    // the root is no leaf: where nothing falls apart, there are none
    private void SelectLeaves() => _hierarchy.IsLeaf.AsSpan(1).CopyTo(Selected.AsSpan(1));

    // children have higher numbers than their parents, so one sweep down the numbers sees the parts before the whole
    private void SelectByExcessOfMass()
    {
        int least = _options.AllowSingleCluster ? 0 : 1;
        double[] ofParts = new double[_hierarchy.Count];
        for (int cluster = _hierarchy.Count - 1; cluster >= least; cluster--)
        {
            bool tooLarge = _hierarchy.Size[cluster] > _options.MaxClusterSize;
            Selected[cluster] = !tooLarge && !(ofParts[cluster] > Stability[cluster]);
            if (!Selected[cluster]) Stability[cluster] = ofParts[cluster];
            if (cluster > 0) ofParts[_hierarchy.Parent[cluster]] += Stability[cluster];
        }

        KeepOutermost();
    }

    /// <summary>Each selected cluster born at a distance below epsilon gives way to the nearest one around it that was born at epsilon or above.</summary>
    private void JoinBelowEpsilon()
    {
        if (_hierarchy.Count == 1) return;
        bool[] joined = new bool[_hierarchy.Count];
        for (int cluster = 0; cluster < joined.Length; cluster++)
        {
            if (!Selected[cluster]) continue;
            int at = cluster;
            if (1 / _hierarchy.Birth[at] < _options.SelectionEpsilon)
            {
                do at = _hierarchy.Parent[at];
                while (at > 0 && _hierarchy.Parent[at] >= 0 && 1 / _hierarchy.Birth[at] <= _options.SelectionEpsilon);
                if (at == 0 && !_options.AllowSingleCluster) at = ChildOfRoot(cluster);
            }

            joined[at] = true;
        }

        joined.CopyTo(Selected, 0);
        KeepOutermost();
    }

    private int ChildOfRoot(int cluster)
    {
        while (_hierarchy.Parent[cluster] > 0) cluster = _hierarchy.Parent[cluster];
        return cluster;
    }

    private void KeepOutermost()
    {
        bool[] within = new bool[_hierarchy.Count];
        for (int cluster = 1; cluster < within.Length; cluster++)
        {
            int parent = _hierarchy.Parent[cluster];
            within[cluster] = within[parent] || Selected[parent];
            if (within[cluster]) Selected[cluster] = false;
        }
    }
}
