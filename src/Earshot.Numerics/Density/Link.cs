namespace Earshot.Numerics.Density;

/// <summary>
/// An edge that a point could have to another component. Lighter ones go before heavier ones; of those as heavy, which mutual reachability makes common,
/// the shorter, and of those as short the one with the lower row numbers. That order leaves no choice of a spanning tree.
/// </summary>
/// <param name="Other">The point at the other end, or −1 for none.</param>
/// <param name="Weight">Squared mutual reachability distance.</param>
/// <param name="Length">Squared distance.</param>
internal readonly record struct Link(int Other, double Weight, double Length)
{
    public static readonly Link None = new(-1, double.MaxValue, double.MaxValue);
}
