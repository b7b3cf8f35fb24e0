namespace Earshot.Inference.Onnx;

/// <summary>ONNX Runtime refused a call; the message is its own. Whoever knows the file turns it into a fault that names it.</summary>
internal sealed class OnnxException(string message) : Exception(message);
