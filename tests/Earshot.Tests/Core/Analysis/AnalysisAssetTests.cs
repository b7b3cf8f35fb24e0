using System.Reflection;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Embeddings;
using Earshot.Core.Topics;
using Earshot.Inference.Recipes;
using Earshot.Inference.Students;
using Earshot.Numerics.Clustering;

namespace Earshot.Tests.Core.Analysis;

public sealed class AnalysisAssetTests
{
    [Fact]
    public void Every_option_of_the_analysis_makes_an_older_analysis_stale()
    {
        string before = Options(new AnalysisOptions());
        PropertyInfo[] properties = typeof(AnalysisOptions).GetProperties();
        Assert.NotEmpty(properties);
        Assert.All(properties, property =>
        {
            AnalysisOptions changed = new();
            property.SetValue(changed, Other(property.GetValue(changed), property.PropertyType));
            Assert.NotEqual(before, Options(changed));
        });
    }

    private static object Other(object? value, Type type) => value switch
    {
        int number => number + 1,
        double number => number + 0.5,
        TeamRouting => TeamRouting.Parse("kitchen = soup"),
        null when type == typeof(DateOnly?) => new DateOnly(2026, 2, 1),
        _ => throw new NotSupportedException($"this test has no other value for a {type}: add one"),
    };

    private static string Options(AnalysisOptions options)
    {
        AssetDefinition tickets = new() { Name = "tickets", Layer = "silver", Version = 1, Columns = [], Partitions = ["partition_00"] };
        AssetDefinition embeddings = tickets with { Name = EmbeddingsAsset.Name };
        KMeansTopicsAsset model = new(new KMeansOptions(), embeddings, 384);
        AnalysisAsset asset = new(options, "tickets.csv", 0, StudentRecipe.Create(Student.General), tickets, model);
        return string.Join('\n', asset.Definition.Options);
    }
}
