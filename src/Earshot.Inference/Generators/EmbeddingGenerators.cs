using Earshot.Core.Embeddings;
using Earshot.Inference.Students;
using Microsoft.Extensions.AI;

namespace Earshot.Inference.Generators;

/// <summary>Lets any program that works with Microsoft.Extensions.AI use Earshot's models.</summary>
public static class EmbeddingGenerators
{
    /// <summary>
    /// A generator over a teacher or a remote model. It gives a unit vector for each text in the order of the texts, and zeros for a text that is empty or
    /// white space; the same text twice is embedded once. The text is taken as it is: tickets of a workspace were cleaned before. Calls may overlap;
    /// they are served one after the other, away from the caller's thread.
    /// Options that ask for another model or number of dimensions are refused with <see cref="NotSupportedException"/>.
    /// </summary>
    /// <param name="model">Disposed with the generator.</param>
    /// <param name="threads">Threads that a call may use, 1 or more; as many as the machine has cores, when not given.</param>
    public static IEmbeddingGenerator<string, Embedding<float>> AsIEmbeddingGenerator(this IEmbeddingModel model, int? threads = null) =>
        new EmbeddingGenerator(model, threads ?? Environment.ProcessorCount);

    /// <summary>A generator over a static student, with the same promises; its vectors are of length 1 but for their rounding to bytes.</summary>
    /// <inheritdoc cref="AsIEmbeddingGenerator(IEmbeddingModel, int?)" path="/param[@name='threads']"/>
    public static IEmbeddingGenerator<string, Embedding<float>> AsIEmbeddingGenerator(this Student student, int? threads = null) =>
        new StudentModel(student).AsIEmbeddingGenerator(threads);
}
