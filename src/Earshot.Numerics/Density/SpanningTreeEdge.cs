namespace Earshot.Numerics.Density;

/// <summary>An edge of the minimum spanning tree of mutual reachability: the larger of the distance of two rows and their two core distances.</summary>
/// <param name="First">The row with the lower number.</param>
/// <param name="Second">The row with the higher number.</param>
/// <param name="Distance">Mutual reachability distance, 0 or more.</param>
public readonly record struct SpanningTreeEdge(int First, int Second, double Distance);
