using Earshot.Core;
using Earshot.Inference.Training.Corpus;
using Earshot.Sessions;

namespace Earshot.Tests.Cli;

public sealed class StudentTrainCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    public StudentTrainCommandTests() => _run.Write("a.csv", """
        id,title,body
        1,Card lost,My card was lost on the way to work and I need a new one
        2,No mail,The mail program does not start any more since Monday

        """);

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("a.csv", null, "whole")]
    [InlineData("a.csv:title", "title", "whole")]
    [InlineData("a.csv:body:pieces", "body", "pieces=30")]
    [InlineData("a.csv::first-sentence", null, "first-sentence")]
    public void Texts_are_named_by_file_column_and_rule(string text, string? column, string rule)
    {
        var parsed = TextColumn.Parse(text, At);
        Assert.Equal((At("a.csv"), column, rule), (parsed.Path, parsed.Column, parsed.Rule.Name));
    }

    [Fact]
    public void A_file_with_a_colon_in_its_name_is_found()
    {
        File.Copy(At("a.csv"), At("b:title"));
        var parsed = TextColumn.Parse("b:title:body", At);
        Assert.Equal((At("b:title"), "body"), (parsed.Path, parsed.Column));
    }

    [Fact]
    public void Without_a_column_the_one_that_customers_wrote_is_taken()
    {
        TextColumn column = new(At("a.csv"), null, TextRule.Whole);
        Assert.Equal(2, column.Find().Column);
        Assert.Equal(1, (column with { Column = "TITLE" }).Find().Column);
    }

    [Fact]
    public void A_column_that_is_not_there_is_told_with_those_that_are()
    {
        var fault = Assert.Throws<EarshotException>(() => new TextColumn(At("a.csv"), "titel", TextRule.Whole).Find());
        Assert.Equal($"{At("a.csv")} has no column 'titel'; columns are id, title, body", fault.Message);
        Assert.Equal("did you mean --texts a.csv:title?", fault.Hint);
    }

    [Theory]
    [InlineData("student train --texts a.csv", "option '--out' is required", "'earshot student train --help' explains the command")]
    [InlineData("student train --out s", "no texts were named", "give --wordnet, --packages or --texts; 'earshot student train --help' has an example")]
    [InlineData("student train --out s.safetensors --texts b.csv", "--texts b.csv: there is no such file", "FILE, FILE:COLUMN or FILE:COLUMN:RULE is wanted")]
    [InlineData("student train --out s --texts a.csv:body:half", "--texts a.csv:body:half: there is no rule 'half'", "whole, first-sentence or pieces=30")]
    [InlineData("student train --out s.safetensors --texts a.csv --templates 9", "made-up tickets need words", "give --wordnet too, or leave --templates out")]
    [InlineData("student train --out s.safetensors --texts a.csv --seed -1", "--seed -1 is negative", "a whole number from 0 on")]
    [InlineData("student train --out s.safetensors --texts a.csv --precision int4", "--precision 'int4' is not known", "int8 or fp32")]
    [InlineData("student", "required command was not provided", "'earshot student --help' explains the command")]
    [InlineData("student trian", "unknown command 'student trian'", "did you mean 'train'? 'earshot student --help' explains the command")]
    public void What_is_wrong_is_told_before_any_work(string line, string error, string hint)
    {
        Assert.NotEqual(0, _run.Run(line.Split(' ')));
        Assert.Equal($"error: {error}\n\nhint: {hint}\n", _run.Error);
        Assert.Empty(_run.Output);
        Assert.Equal(["a.csv"], Directory.GetFileSystemEntries(_run.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void The_help_of_a_group_lists_its_commands()
    {
        Assert.Equal(0, _run.Run("student", "--help"));
        Assert.Contains("usage: earshot student COMMAND [options]\n", _run.Output);
        Assert.Contains("\n  train", _run.Output);
        Assert.Equal(0, _run.Run("student", "train", "--help"));
        Assert.Contains("usage: earshot student train [options]\n", _run.Output);
    }

    private string At(string name) => Path.Combine(_run.Folder, name);
}
