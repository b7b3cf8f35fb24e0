namespace Earshot.Connectors.Chat;

/// <summary>Why a chat service gave no answer.</summary>
public enum ChatFault
{
    /// <summary>It can't be reached, fails however often it is asked, or refuses: a wrong key, address or model, no money left.</summary>
    Failed,

    /// <summary>The request would have passed a cap and was not sent.</summary>
    CapReached,
}

/// <summary>A chat service gave no answer. The message says why, without the key.</summary>
public sealed class ChatServiceException(ChatFault fault, string message, string hint, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What kind of failure it is.</summary>
    public ChatFault Fault { get; } = fault;

    /// <summary>The next step.</summary>
    public string Hint { get; } = hint;
}
