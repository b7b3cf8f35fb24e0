using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Core.Embeddings;
using Earshot.Inference.Catalogue;
using Earshot.Inference.Students;
using Earshot.Inference.Teachers;
using Earshot.Output;

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
        ModelPrecision precision = Precision(invocation);
        return store.RuntimeLibrary() is not null && Folder(invocation, store) is { } folder && folder.Precisions.Contains(precision)
            ? Of(store, folder, precision)
            : null;
    }

    /// <summary>Throws where the transformer or its runtime is not here.</summary>
    /// <exception cref="EarshotException">With the command that gets it.</exception>
    public static void Require(Invocation invocation)
    {
        ModelStore store = ModelPlaces.Store(invocation);
        ModelPlaces.Model(invocation, store, invocation.Settings.Get(SettingTable.EmbedTeacher)).Check(Precision(invocation));
        store.RequireRuntimeLibrary();
    }

    /// <summary>A transformer that was used before and is not here now: it has a name, and opening it says what is missing.</summary>
    public static TeacherModel Missing(Invocation invocation, string name, int dimensions) => new(name, dimensions, () =>
    {
        ModelStore store = ModelPlaces.Store(invocation);
        ModelFolder folder = ModelPlaces.Model(invocation, store, invocation.Settings.Get(SettingTable.EmbedTeacher));
        return SentenceTransformer.Open(folder, Precision(invocation), store.RequireRuntimeLibrary());
    });

    /// <summary>Refuses a transformer that no student can be fitted to.</summary>
    /// <exception cref="EarshotException">Its vectors are of another length than a student's.</exception>
    public void CheckTeaches()
    {
        if (Dimensions != Student.Dimensions)
        {
            throw new EarshotException(
                $"the vectors of {Name} have {Dimensions} numbers; a student can be fitted to vectors of {Student.Dimensions} only",
                "--with teacher embeds every text by it, without a student; or name a teacher such as all-MiniLM-L6-v2 by the setting embed.teacher",
                ExitCode.Usage);
        }
    }

    private static TeacherModel Of(ModelStore store, ModelFolder folder, ModelPrecision precision)
    {
        try
        {
            SentenceTransformerFolder described = new(folder, precision);
            return new TeacherModel(described.Model, described.Dimensions, Open);
        }
        catch (EarshotException)
        {
            // here, but damaged: results can still be read, and whoever opens it is told
            return new TeacherModel($"{folder.Name}@{folder.Fingerprint(precision)}/{Quantity.Precision(precision)}", Student.Dimensions, Open);
        }

        SentenceTransformer Open() => SentenceTransformer.Open(folder, precision, store.RequireRuntimeLibrary());
    }

    private static ModelFolder? Folder(Invocation invocation, ModelStore store)
    {
        try
        {
            return ModelPlaces.Model(invocation, store, invocation.Settings.Get(SettingTable.EmbedTeacher));
        }
        catch (EarshotException)
        {
            return null; // said in full by whoever needs it
        }
    }

    private static ModelPrecision Precision(Invocation invocation) => invocation.Settings.Get(SettingTable.EmbedPrecision) == "fp32" ? ModelPrecision.Fp32 : ModelPrecision.Int8;
}
