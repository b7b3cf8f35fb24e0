using System.Text;
using Earshot.Core.Columns;
using Earshot.Core.Synthetic;
using Earshot.Core.Tickets;
using Earshot.Inference.Students;
using Earshot.Numerics.Communities;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Evaluation;

public sealed class PlantedTopicsTests
{
    [Theory]
    [InlineData(2_000, 0.93)]
    [InlineData(20_000, 0.91)]
    public void The_topics_that_were_planted_are_found_again_however_many_tickets_there_are(int tickets, double least)
    {
        ColumnBatch batch = new(TicketSchema.Columns);
        new SyntheticTickets(new SyntheticOptions { Tickets = tickets, Partitions = 1, Seed = 7 }).Append(0, tickets, batch);
        BytesColumn texts = batch.Bytes(TicketSchema.MessageText), topics = batch.Bytes(TicketSchema.TrueTopic);
        int[] different = [.. Enumerable.Range(0, tickets).DistinctBy(row => Encoding.UTF8.GetString(texts[row]))];
        StudentEncoder encoder = Student.General.CreateEncoder();
        float[] vectors = new float[different.Length * Student.Dimensions];
        for (int row = 0; row < different.Length; row++)
            encoder.EncodeFloat(texts[different[row]], vectors.AsSpan(row * Student.Dimensions, Student.Dimensions));
        List<string> names = [];
        int[] planted = Array.ConvertAll(different, row => Number(Encoding.UTF8.GetString(topics[row])));
        GraphTopicsFit fit = GraphTopics.Fit(new FloatMatrix(vectors, Student.Dimensions), threads: 2, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(ClusteringMetrics.AdjustedMutualInformation(planted, [.. fit.Labels]), least, 1);

        int Number(string name)
        {
            if (!names.Contains(name)) names.Add(name);
            return names.IndexOf(name);
        }
    }
}
