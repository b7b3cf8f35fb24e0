using Earshot.Core.Topics;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Core.Topics.Fits;

/// <summary>Four blobs in eight dimensions; the first two lie within one coarse topic, and so do the last two.</summary>
public sealed class FittedTopicsTests
{
    private const int Dimensions = 8;
    private const int TextsOfABlob = 40;

    [Fact]
    public void Numbers_of_a_first_fit_are_those_of_the_main_level_by_size_and_no_number_is_there_twice()
    {
        TopicFit fit = Fit();
        Assert.Equal([0, 1, 2, 3], fit.AtLevel(1).Select(topic => topic.Id));
        Assert.Equal([4, 5], fit.AtLevel(0).Select(topic => topic.Id));
        Assert.Equal([6, 7, 8, 9], fit.AtLevel(2).Select(topic => topic.Id));
        Assert.Equal(4, fit.Ancestor(7, 0).Id);
        Assert.Equal(["0", "4/0", "4/0/6"], Enumerable.Range(0, 3).Select(level => Layout(fit, level).Topics[0].Path.Replace("4", level == 0 ? "0" : "4")));
    }

    [Fact]
    public void A_text_of_the_fit_is_where_the_fit_put_it_and_a_new_one_is_where_its_neighbours_are()
    {
        TopicFit fit = Fit();
        QuantizedMatrix rows = new(3, Dimensions);
        fit.Vectors[TextsOfABlob].CopyTo(rows[0]);
        rows.Scales[0] = fit.Vectors.Scales[TextsOfABlob];
        rows.Quantize(1, Near(2, 777));
        rows.Quantize(2, Near(3, 778));
        TopicAssignments assigned = Assign(fit, level: 1, rows, [fit.TextHashes[0], -1, -2]);
        Assert.Equal([6, 8, 9], assigned.Clusters.ToArray());
        Assert.Equal([0, 2, 3], assigned.Places.ToArray());
        Assert.Equal(1, assigned.Memberships.Span[1], 3);
        Assert.InRange(assigned.Similarities.Span[1], 0.9f, 1);
    }

    [Fact]
    public void A_text_far_from_all_fits_nowhere_and_so_does_one_without_a_word()
    {
        TopicFit fit = Fit();
        QuantizedMatrix rows = new(2, Dimensions);
        rows.Quantize(0, [0, 0, 0, 0, 0, 0, 0, -1]);
        TopicAssignments assigned = Assign(fit, level: 1, rows, [-1, -2]);
        Assert.Equal([-1, -1], assigned.Places.ToArray());
        Assert.Equal([0, 0], assigned.Similarities.ToArray());
    }

    [Fact]
    public void A_coarser_level_shows_the_topics_that_the_finer_ones_lie_within()
    {
        TopicFit fit = Fit();
        TopicAssignments assigned = Assign(fit, level: 0, fit.Vectors, fit.TextHashes);
        Assert.Equal(2 * TextsOfABlob, assigned.Places.ToArray().Count(place => place == 0));
        Assert.Equal(2 * TextsOfABlob, assigned.Places.ToArray().Count(place => place == 1));
    }

    [Fact]
    public void Edits_decide_where_tickets_are_shown_and_the_fit_where_they_were_found()
    {
        TopicFit fit = Fit();
        TopicEvent[] events = [new TopicEdit.Merge([0, 3]) { Sequence = 1 }, new TopicEdit.Move([fit.TextHashes[0]], 2) { Sequence = 2 }];
        TopicLayout layout = new(fit, TopicView.Of(fit, events), 1);
        Assert.Equal(["4/0", "4/1", "5/2"], layout.Topics.OrderBy(topic => topic.Id).Select(topic => topic.Path));
        TopicAssignments result = new();
        new FittedTopics(fit, layout).Assign(fit.Vectors, fit.TextHashes, result, 1, default);
        int[] shown = [.. result.Places.ToArray().Select(place => layout.Topics[place].Id)];
        Assert.Equal(2, shown[0]);
        Assert.All(shown.Skip(1).Take(TextsOfABlob - 1), topic => Assert.Equal(0, topic));
        Assert.All(shown.Skip(3 * TextsOfABlob), topic => Assert.Equal(0, topic));
        Assert.Equal(9, result.Clusters.Span[^1]);
    }

    [Fact]
    public void Any_number_of_threads_and_copies_of_a_text_make_no_difference()
    {
        TopicFit fit = Fit();
        QuantizedMatrix rows = new(2000, Dimensions);
        long[] hashes = new long[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            hashes[row] = -1 - (row / 2);
            rows.Quantize(row, Near(row / 2 % 4, 5000 + (row / 2)));
        }

        TopicAssignments one = Assign(fit, 1, rows, hashes, threads: 1), four = Assign(fit, 1, rows, hashes, threads: 4);
        Assert.Equal(one.Clusters.ToArray(), four.Clusters.ToArray());
        Assert.Equal(one.Memberships.ToArray(), four.Memberships.ToArray());
        Assert.Equal(one.SquaredDistance, four.SquaredDistance);
        Assert.All(Enumerable.Range(0, 1000), pair => Assert.Equal(one.Clusters.Span[2 * pair], one.Clusters.Span[(2 * pair) + 1]));
    }

    private static TopicAssignments Assign(TopicFit fit, int level, QuantizedMatrix rows, ReadOnlySpan<long> hashes, int threads = 1)
    {
        TopicAssignments result = new();
        new FittedTopics(fit, Layout(fit, level)).Assign(rows, hashes, result, threads, default);
        return result;
    }

    private static TopicLayout Layout(TopicFit fit, int level) => new(fit, TopicView.Of(fit, events: []), level);

    private static TopicFit Fit()
    {
        QuantizedMatrix vectors = new(4 * TextsOfABlob, Dimensions);
        for (int row = 0; row < vectors.Count; row++) vectors.Quantize(row, Near(row / TextsOfABlob, row));
        int[] main = [.. Enumerable.Range(0, vectors.Count).Select(row => row / TextsOfABlob)];
        int[] coarse = [.. main.Select(topic => topic / 2)];
        FitSample sample = new([.. Enumerable.Range(0, vectors.Count).Select(row => (long)row)], vectors);
        TopicFit fit = FitNumbers.First(sample, new FoundTopics([coarse, main, main], 1, [.. main.Select(_ => 1f)]));
        return new TopicFit(
            fit.TextHashes.ToArray(), fit.Leaves.ToArray(), fit.Memberships.ToArray(), fit.Vectors,
            fit.Topics.Values.Where(topic => topic.Parent is not null).ToDictionary(topic => topic.Id, topic => topic.Parent!.Value), 3, 1)
        {
            Reach = new FitNeighbors(vectors, 1, default).Reach(1, default) * 2,
        };
    }

    private static float[] Near(int blob, int seed)
    {
        SplitMix64 random = new((ulong)seed);
        float[] vector = [.. Enumerable.Range(0, Dimensions).Select(i => (float)((random.NextDouble() - 0.5) * 0.2) + (i == blob ? 1 : 0))];
        float norm = VectorKernels.Norm(vector);
        return [.. vector.Select(value => value / norm)];
    }
}
