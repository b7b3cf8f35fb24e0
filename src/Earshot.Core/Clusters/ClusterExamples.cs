using Earshot.Core.Topics;

namespace Earshot.Core.Clusters;

/// <summary>Representatives as examples to show.</summary>
internal static class ClusterExamples
{
    private const int MostCharacters = 200;

    public static ClusterExample Of(Representative ticket) =>
        new(ticket.TicketId, ticket.SourceId, ticket.Title, Excerpt.Of(ticket.Text, MostCharacters), Math.Round(ticket.Similarity, 4));
}
