using Earshot.Numerics.Neighbors;

namespace Earshot.Numerics.Evaluation;

/// <summary>Classification by nearest neighbours, leave one out: each row gets the label that most of its neighbours have.</summary>
internal static class NearestNeighborVote
{
    /// <summary>
    /// Share of the rows whose vote is their own label; NaN for no rows. Of labels with as many votes the one whose nearest voter is nearer wins.
    /// </summary>
    /// <param name="neighbors">The nearest rows of each row.</param>
    /// <param name="voters">How many of them vote; all where there are fewer.</param>
    /// <param name="labels">A label a row.</param>
    public static double Accuracy(NeighborTable neighbors, int voters, ReadOnlySpan<int> labels)
    {
        int right = 0, asked = Math.Min(voters, neighbors.Neighbors);
        for (int row = 0; row < labels.Length; row++)
            if (asked > 0 && Vote(neighbors[row][..asked], labels) == labels[row]) right++;
        return (double)right / labels.Length;
    }

    /// <summary>The label that most of <paramref name="voters"/> have, at least one, the nearest first.</summary>
    public static int Vote(ReadOnlySpan<int> voters, ReadOnlySpan<int> labels)
    {
        (int Votes, int Label) best = (0, 0);
        for (int i = 0; i < voters.Length; i++)
        {
            int label = labels[voters[i]], votes = 1;
            for (int j = i + 1; j < voters.Length; j++)
                if (labels[voters[j]] == label) votes++;

            // counted at its nearest voter a label has all its votes, further on fewer: a tie keeps the nearer
            if (votes > best.Votes) best = (votes, label);
        }

        return best.Label;
    }
}
