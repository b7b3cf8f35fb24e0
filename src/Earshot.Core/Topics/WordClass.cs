namespace Earshot.Core.Topics;

/// <summary>What a word may do in a term: stand alone, begin a phrase, end one, or only be passed over.</summary>
internal enum WordClass : byte
{
    /// <summary>A word of substance: a term of its own, at either end of a phrase.</summary>
    Plain,

    /// <summary>Says little alone ("issue", "new", "days"): at one end of a phrase, and alone only where nothing better is to be had.</summary>
    Weak,

    /// <summary>Never in a term; ends the phrase before it.</summary>
    Stop,

    /// <summary>A stop word of a language other than English: counted to tell the language of a topic, never in a name or a keyword.</summary>
    Foreign,

    /// <summary>Never in a term, but a phrase may pass over it: "reset my password", "payment was declined".</summary>
    Bridge,

    /// <summary>Joins the two words of a phrase and is kept in it: "source of funds".</summary>
    Linker,

    /// <summary>Begins a phrase, never a term alone: "not working".</summary>
    Negation,

    /// <summary>Ends a phrase after the verbs it belongs to: "top up", "log in"; a stop word elsewhere.</summary>
    Particle,
}
