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
