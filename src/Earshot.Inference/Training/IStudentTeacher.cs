using Earshot.Core.Embeddings;

namespace Earshot.Inference.Training;

/// <summary>A model that a student can be fitted to: besides texts it embeds the entries of its vocabulary, one at a time.</summary>
internal interface IStudentTeacher : IEmbeddingModel
{
    /// <summary>
    /// Writes for each id of the vocabulary the mean of the three token states of <c>[CLS] id [SEP]</c>, not brought to unit length.
    /// </summary>
    /// <param name="means">Vocabulary × <see cref="IEmbeddingModel.Dimensions"/>, row by row; with less room, the first ids only.</param>
    /// <param name="options">As for texts; rows are ids.</param>
    void EmbedVocabulary(Memory<float> means, EmbedOptions options);
}
