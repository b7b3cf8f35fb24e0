using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Core.Embeddings;
using Earshot.Inference.Catalogue;
using Earshot.Inference.Students;
using Earshot.Inference.Teachers;

namespace Earshot.Sessions;

/// <summary>The transformer that the settings name.</summary>
/// <param name="Name">Name, revision and precision, as recorded with its vectors.</param>
/// <param name="Dimensions">Numbers a vector.</param>
/// <param name="Open">Opens it; throws, with the command that gets it, where it or ONNX Runtime is not here.</param>
internal sealed record TeacherModel(string Name, int Dimensions, Func<IEmbeddingModel> Open)
{
    /// <summary>The transformer where it and its runtime are here; else null.</summary>
    public static TeacherModel? Find(Invocation invocation)
    {
        ModelStore store = ModelPlaces.Store(invocation);
        return store.RuntimeLibrary() is not null && Folder(invocation, store) is { } folder ? Of(invocation, store, folder) : null;
    }

    /// <summary>Throws where the transformer or its runtime is not here.</summary>
    /// <exception cref="EarshotException">With the command that gets it.</exception>
    public static void Require(Invocation invocation)
    {
        ModelStore store = ModelPlaces.Store(invocation);
        store.Resolve(invocation.Settings.Get(SettingTable.EmbedTeacher)).Weights(Precision(invocation));
        store.RequireRuntimeLibrary();
    }

    /// <summary>A transformer that was used before and is not here now: it has a name, and opening it says what is missing.</summary>
    public static TeacherModel Missing(Invocation invocation, string name, int dimensions) => new(name, dimensions, () =>
    {
        ModelStore store = ModelPlaces.Store(invocation);
        ModelFolder folder = store.Resolve(invocation.Settings.Get(SettingTable.EmbedTeacher));
        return Load(invocation, store, folder);
    });

    private static TeacherModel? Of(Invocation invocation, ModelStore store, ModelFolder folder)
    {
        ModelPrecision precision = Precision(invocation);
        return folder.Precisions.Contains(precision)
            ? new TeacherModel(SentenceTransformer.NameOf(folder.Name, folder.Fingerprint(precision), precision), Student.Dimensions, () => Load(invocation, store, folder))
            : null;
    }

    private static ModelFolder? Folder(Invocation invocation, ModelStore store)
    {
        try
        {
            return store.Resolve(invocation.Settings.Get(SettingTable.EmbedTeacher));
        }
        catch (EarshotException)
        {
            return null; // said in full by whoever needs it
        }
    }

    private static SentenceTransformer Load(Invocation invocation, ModelStore store, ModelFolder folder)
    {
        folder.Weights(Precision(invocation)); // compared with its record, which names what is damaged
        return SentenceTransformer.Open(folder.Path, Precision(invocation), store.RequireRuntimeLibrary());
    }

    private static ModelPrecision Precision(Invocation invocation) => invocation.Settings.Get(SettingTable.EmbedPrecision) == "fp32" ? ModelPrecision.Fp32 : ModelPrecision.Int8;
}
