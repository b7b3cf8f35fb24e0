namespace Earshot.Numerics.Density;

/// <summary>An edge of the minimum spanning tree in squared distances, with the distance that breaks ties of mutual reachability.</summary>
/// <param name="First">The row with the lower number.</param>
/// <param name="Second">The row with the higher number.</param>
/// <param name="Weight">Squared mutual reachability distance.</param>
/// <param name="Length">Squared distance.</param>
internal readonly record struct ReachabilityEdge(int First, int Second, double Weight, double Length);
