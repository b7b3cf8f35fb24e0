namespace Earshot.Core.Tags;

/// <summary>A category that tickets can be tagged with.</summary>
/// <param name="Name">The tag.</param>
/// <param name="Descriptions">What such tickets say; the name alone where there are none.</param>
public sealed record TagCategory(string Name, IReadOnlyList<string> Descriptions)
{
    /// <summary>The texts that stand for it.</summary>
    internal IReadOnlyList<string> Texts => Descriptions.Count > 0 ? Descriptions : [Name];
}

/// <summary>Which tags there are and how near a ticket must be to get one.</summary>
public sealed record TagOptions
{
    private const int MostCategories = 200;

    /// <summary>The categories, in the order that decides between equals; 1 to 200.</summary>
    public required IReadOnlyList<TagCategory> Categories { get; init; }

    /// <summary>
    /// The least cosine of a ticket's vector to that of a description, 0 to 1. By the general student with six categories of one or two short descriptions
    /// (2026-11-21): precision and recall 0.43 and 0.76 on banking77, where all tickets are about much the same, 0.87 and 0.67 on hwu64.
    /// </summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Tags of a ticket, at most; 1 to 20.</summary>
    public int Most { get; init; } = 3;

    /// <summary>All faults; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (Categories.Count is 0 or > MostCategories) faults.Add($"there are {Categories.Count:N0} categories of tags, allowed is 1 to {MostCategories}");
        foreach (TagCategory category in Categories)
            if (category.Name.AsSpan().Trim().IsEmpty || category.Name.Any(char.IsControl)) faults.Add($"'{category.Name}' is no name of a category");
        if (Threshold is not (>= 0 and <= 1)) faults.Add($"the threshold of tags is {Threshold}, allowed is 0 to 1");
        if (Most is < 1 or > 20) faults.Add($"the most tags of a ticket is {Most}, allowed is 1 to 20");
        return faults;
    }

    /// <summary>The categories as they are recorded: another list makes other tags.</summary>
    public string CategoriesText => string.Join("; ", Categories.Select(category => $"{category.Name} = {string.Join(", ", category.Texts)}"));
}

/// <summary>Tags that somebody else gave to texts, which count before those by similarity.</summary>
/// <param name="Version">Changes whenever what is in it does; empty where there are none.</param>
/// <param name="Read">The tags by the hash of the clean text; an empty list says that none fits.</param>
public sealed record GivenTags(string Version, Func<IReadOnlyDictionary<long, IReadOnlyList<string>>> Read)
{
    /// <summary>No tags by anybody.</summary>
    public static GivenTags None { get; } = new("", () => new Dictionary<long, IReadOnlyList<string>>());
}
