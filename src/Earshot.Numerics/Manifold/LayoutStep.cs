using System.Runtime.CompilerServices;

namespace Earshot.Numerics.Manifold;

/// <summary>One point's move in one step, by the places that others had before it.</summary>
/// <param name="forces">The gradient.</param>
/// <param name="places">Places of all points that pull or push, point by point.</param>
/// <param name="count">How many points those are.</param>
/// <param name="components">Components of a place.</param>
/// <param name="scratch">Room for <see cref="ScratchLength"/> floats.</param>
internal readonly unsafe struct LayoutStep(LayoutForces forces, float* places, int count, int components, float* scratch)
{
    private const int TileWidth = LayoutForces.TileWidth;
    private const int LaneMask = LayoutForces.Lanes - 1;

    // Points that begin close together push each other hard: pushes of one tile, all from the same place, must not add up to a jump.
    private const float MostPush = 4;

    /// <summary>Floats of scratch memory.</summary>
    public static int ScratchLength(int components) => components * (TileWidth + 1);

    /// <summary>Moves <paramref name="own"/> towards the neighbours that are due; gives how many they were.</summary>
    /// <param name="own">Its place.</param>
    /// <param name="neighbors">Points that may pull.</param>
    /// <param name="rates">How often each is due (<see cref="LayoutEdges"/>).</param>
    /// <param name="number">Of the step, from 1.</param>
    /// <param name="rate">Learning rate.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs for long before tiering would get to it
    public int Attract(float* own, ReadOnlySpan<int> neighbors, ReadOnlySpan<uint> rates, uint number, float rate)
    {
        int* due = stackalloc int[TileWidth];
        float* force = ClearedForce();
        int total = 0;
        for (int first = 0; first < neighbors.Length; first += TileWidth)
        {
            int end = Math.Min(neighbors.Length, first + TileWidth), found = 0;
            for (int i = first; i < end; i++)
            {
                // without a branch, that would be guessed wrong every third time
                due[found] = neighbors[i];
                found += (number * rates[i]) < rates[i] ? 1 : 0;
            }

            if (found == 0) continue;
            for (int i = 0; i < found; i++) Put(i, places + ((long)due[i] * components));
            Fill(own, found);
            forces.AddAttraction(own, scratch, found, force);
            total += found;
        }

        for (int i = 0; i < components; i++) own[i] += rate * force[i];
        return total;
    }

    /// <summary>Moves <paramref name="own"/> away from points drawn at random.</summary>
    /// <param name="samples">How many.</param>
    /// <param name="random">Draws them; 32 bits each, so that chances differ by up to count / 2³² of themselves.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Repel(float* own, int samples, ref SplitMix64 random, float rate)
    {
        float* force = scratch + (components * TileWidth);
        for (int first = 0; first < samples; first += TileWidth)
        {
            int found = Math.Min(TileWidth, samples - first);
            ClearedForce();
            for (int i = 0; i < found; i += 2)
            {
                ulong bits = random.NextUInt64();
                Put(i, places + ((long)(((uint)bits * (ulong)count) >> 32) * components));
                Put(i + 1, places + ((long)(((bits >> 32) * (ulong)count) >> 32) * components));
            }

            Fill(own, found);
            forces.AddRepulsion(own, scratch, found, force);
            for (int i = 0; i < components; i++) own[i] += rate * Math.Clamp(force[i], -MostPush, MostPush);
        }
    }

    private float* ClearedForce()
    {
        float* force = scratch + (components * TileWidth);
        for (int i = 0; i < components; i++) force[i] = 0;
        return force;
    }

    // a point exerts no force on itself
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill(float* own, int found)
    {
        for (int i = found; (i & LaneMask) != 0; i++) Put(i, own);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(int at, float* place)
    {
        for (int i = 0; i < components; i++) scratch[(i * TileWidth) + at] = place[i];
    }
}
