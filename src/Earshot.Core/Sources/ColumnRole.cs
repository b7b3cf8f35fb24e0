namespace Earshot.Core.Sources;

/// <summary>What a column of a source means to a ticket.</summary>
public enum ColumnRole
{
    /// <summary>What the customer wrote. Where it is empty, the title stands in.</summary>
    Text,

    /// <summary>A short heading.</summary>
    Title,

    /// <summary>What the source calls the ticket.</summary>
    Id,

    /// <summary>Who wrote it.</summary>
    Customer,

    /// <summary>The product, project or service it is about.</summary>
    Product,

    /// <summary>When it was written.</summary>
    CreatedAt,

    /// <summary>The kind of place it was written in (github, email, …), which decides how its text is cleaned.</summary>
    Source,
}

/// <summary>How a column came by its role.</summary>
public enum MappedBy
{
    /// <summary>Its name is one that such columns usually have.</summary>
    Name,

    /// <summary>Its values look like it.</summary>
    Content,

    /// <summary>The user said so.</summary>
    User,
}
