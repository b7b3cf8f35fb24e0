using Earshot.Core.Analysis;

namespace Earshot.Core.Reports;

/// <summary>Prepares a document for showing: every text from outside is cleaned and masked here, once, so that nothing after it can forget to.</summary>
internal static class ShownDocument
{
    public static AnalysisDocument Of(AnalysisDocument document, ReportOptions options)
    {
        Func<string, string> show = options.Mask is { } mask
            ? text => DisplayText.Clean(mask(DisplayText.Clean(text)))
            : DisplayText.Clean;
        return document with
        {
            Subject = show(document.Subject),
            Languages = Named(document.Languages, show),
            Products = Named(document.Products, show),
            Sources = Named(document.Sources, show),
            Topics = [.. document.Topics.Select(topic => Of(topic, show))],
            Groups =
            [
                .. document.Groups.Select(group => group with
                {
                    Name = Name(group.Name, group.GroupId, show),
                    Keywords = Terms(group.Keywords, show),
                }),
            ],
            Teams = [.. document.Teams.Select(team => team with { Team = show(team.Team) })],
            Recommendations = [.. document.Recommendations.Select(show)],
            Since = document.Since is not { } since ? null : since with
            {
                Movements =
                [
                    .. since.Movements.Select(movement => movement with
                    {
                        Name = Name(movement.Name, movement.Topic, show),
                        Was = movement.Was is null ? null : show(movement.Was),
                    }),
                ],
            },
        };
    }

    private static TopicSummary Of(TopicSummary topic, Func<string, string> show) => topic with
    {
        Name = Name(topic.Name, topic.TopicId, show),
        Keywords = Terms(topic.Keywords, show),
        Products = Named(topic.Products, show),
        Sources = Named(topic.Sources, show),
        Team = show(topic.Team),
        AutomaticName = topic.AutomaticName is null ? null : show(topic.AutomaticName),
        Description = topic.Description is null ? null : show(topic.Description),
        Category = topic.Category is null ? null : show(topic.Category),
        ImpactLevel = topic.ImpactLevel is null ? null : show(topic.ImpactLevel),
        Examples = [.. topic.Examples.Select(example => Of(example, show))],
    };

    private static string Name(string name, int id, Func<string, string> show) => show(name) is { Length: > 0 } shown ? shown : $"Topic {id}";

    private static ExampleTicket Of(ExampleTicket example, Func<string, string> show) => example with
    {
        SourceId = example.SourceId is null ? null : show(example.SourceId),
        Title = example.Title is null ? null : show(example.Title),
        Text = show(example.Text),
        Product = example.Product is null ? null : show(example.Product),
    };

    private static Keyword[] Terms(IReadOnlyList<Keyword> keywords, Func<string, string> show) =>
        [.. keywords.Select(keyword => keyword with { Term = show(keyword.Term) })];

    private static NamedCount[] Named(IReadOnlyList<NamedCount> counts, Func<string, string> show) =>
        [.. counts.Select(count => count with { Name = show(count.Name) })];
}
