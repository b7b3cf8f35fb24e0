namespace Earshot.Core.Topics.Fits;

/// <summary>How finely topics are told apart: which level of a fit is shown.</summary>
public enum TopicDetail
{
    /// <summary>The coarsest level: what can be read on one screen.</summary>
    Coarse,

    /// <summary>The level that the fit aimed at.</summary>
    Normal,

    /// <summary>The finest level.</summary>
    Fine,
}

/// <summary>Which level a detail stands for.</summary>
internal static class TopicDetails
{
    /// <summary>The level, 0 for the coarsest.</summary>
    /// <param name="detail">The detail.</param>
    /// <param name="levels">Levels that there are.</param>
    /// <param name="mainLevel">The level that was aimed at.</param>
    public static int LevelOf(this TopicDetail detail, int levels, int mainLevel) => detail switch
    {
        TopicDetail.Coarse => 0,
        TopicDetail.Normal => mainLevel,
        _ => levels - 1,
    };
}
