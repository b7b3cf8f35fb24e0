using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Recipes;
using Earshot.Inference.Students;
using Earshot.Tests.Evaluation;

namespace Earshot.Tests.Inference;

public sealed class DeferredModelTests
{
    [Theory]
    [InlineData("hf@abc/int8", 384, true)]
    [InlineData("hf@abc/int8", 64, false)]
    [InlineData("hf@abc/int8/128-tokens", 384, false)]
    public void Vectors_are_never_kept_under_the_name_of_a_model_that_did_not_make_them(string named, int dimensions, bool isSame)
    {
        NoisyTeacher opened = new("hf@abc/int8", 0);
        BytesColumn texts = new();
        texts.Append("My card does not work");
        using (DeferredModel model = new(named, dimensions, () => opened))
        {
            void Embed() => model.Embed(texts, new float[Student.Dimensions], new EmbedOptions());
            if (isSame) Embed();
            else
                Assert.Equal(
                    $"the model that was opened is hf@abc/int8 with 384 numbers a vector, not {named} with {dimensions}",
                    Assert.Throws<EarshotException>(Embed).Message);
        }

        Assert.Equal(isSame ? 1 : 0, opened.TextsSeen);
        Assert.True(opened.IsDisposed);
    }
}
