using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Sources;

namespace Earshot.Tests.Core.Sources;

public sealed class ColumnGuessTests
{
    [Fact]
    public void Usual_names_give_all_roles()
    {
        ColumnMapping mapping = Guess(
            "Ticket No|Subject|Body|Customer ID|Product|Created|Channel|Priority",
            "7|no card|I lost my card today|c1|Mobile App|2026-11-21|email|1",
            "8|refund|I want my money back|c2|Mobile App|2026-11-22|email|2");
        Assert.Equal(
            """
            text ← Body (by name)
            title ← Subject (by name)
            id ← Ticket No (by name)
            customer ← Customer ID (by name)
            product ← Product (by name)
            created_at ← Created (by name)
            source ← Channel (by name)
            where text is empty, Subject stands in
            kept as they are: Priority
            """,
            string.Join("\n", mapping.Explain()));
        Assert.Equal((2, 0, 5), (mapping.IndexOf(ColumnRole.Text), mapping.IndexOf(ColumnRole.Id), mapping.IndexOf(ColumnRole.CreatedAt)));
    }

    [Fact]
    public void A_text_and_a_date_with_unknown_names_are_found_by_content()
    {
        ColumnMapping mapping = Guess(
            "Filiale|Was hat der Kunde gesagt|Wann denn|Kennung",
            "Nord|Die Karte ist nicht angekommen, bitte helfen|21.11.2026|A-1",
            "Süd|Wo bleibt mein Geld, ich warte seit Tagen|22.11.2026|A-2");
        Assert.Equal(["text ← Was hat der Kunde gesagt (by content)", "created_at ← Wann denn (by content)", "kept as they are: Filiale, Kennung"], mapping.Explain());
    }

    [Fact]
    public void Text_without_blanks_between_words_is_text() =>
        Assert.Equal("列二", Guess("列一|列二", "1|我的银行卡还没有到请帮忙查询", "2|退款什么时候可以到账").Of(ColumnRole.Text)!.Column);

    [Fact]
    public void An_id_that_repeats_is_not_taken_and_that_is_told() => Assert.Equal(
        [
            "text ← text (by name)",
            "id is not taken for the id: only 1 of the first 2 rows differ in it (--map id=id takes it; rows with an id that came before are then left out)",
            "kept as they are: id",
        ],
        Guess("id|text", "1|my card is lost", "1|my money is gone").Explain());

    [Fact]
    public void One_row_that_came_twice_does_not_cost_a_column_its_being_the_id() =>
        Assert.Equal("id", Guess("id|text", "1|my card is lost", "2|my money is gone", "3|my phone is gone", "3|my phone is gone").Of(ColumnRole.Id)?.Column);

    [Theory]
    [InlineData("link|text", "a|my card is lost", "a|my money is gone")]
    [InlineData("id|text", "1|my card is lost", "2|my money is gone")]
    public void Nothing_is_told_of_ids_where_there_is_none_or_it_is_taken(string columns, params string[] rows) =>
        Assert.DoesNotContain(Guess(columns, rows).Explain(), line => line.Contains("not taken", StringComparison.Ordinal));

    [Fact]
    public void A_usual_name_over_an_empty_or_numeric_column_is_passed_over() =>
        Assert.Equal("note", Guess("text|comment|note", "|5|the card has not arrived", "|4|the money is gone").Of(ColumnRole.Text)!.Column);

    [Fact]
    public void A_title_alone_is_the_text()
    {
        ColumnMapping mapping = Guess("id|title", "1|crash", "2|freeze");
        Assert.Equal(["text ← title (by name)", "id ← id (by name)"], mapping.Explain());
    }

    [Fact]
    public void No_text_at_all_is_an_error_that_names_the_columns()
    {
        EarshotException fault = Assert.Throws<EarshotException>(() => Guess("id|amount|day", "1|5.20|2026-11-21", "2|6.10|2026-11-22"));
        Assert.Equal(("no column looks like text that customers wrote; columns are id, amount, day", "name it: --map text=COLUMN", 3), (fault.Message, fault.Hint, fault.ExitCode));
    }

    [Fact]
    public void What_the_user_says_goes_before_every_guess()
    {
        string[] columns = ["id", "text", "other"];
        ColumnMapping mapping = ColumnGuess.Guess(columns, Sample(columns, "1|one text here|another text", "2|two texts here|yet another"), ColumnMapping.Parse("TEXT=Other, id=", columns));
        Assert.Equal(["text ← other (as told)", "kept as they are: id, text"], mapping.Explain());
    }

    [Fact]
    public void All_faults_of_a_mapping_are_said_at_once()
    {
        EarshotException fault = Assert.Throws<EarshotException>(() => ColumnMapping.Parse("text=bdy,tilte=subject,id=id,id=body,customer=id,nonsense", ["id", "body", "subject"]));
        Assert.Equal(
            "--map text=bdy,tilte=subject,id=id,id=body,customer=id,nonsense: there is no column 'bdy' (did you mean 'body'?); 'tilte' is not a role (did you mean 'title'?); "
            + "id is given twice; column 'id' is given twice: as id and as customer; 'nonsense' is not of the form role=column",
            fault.Message);
        Assert.Equal(("roles are text, title, id, customer, product, created_at, source; columns are id, body, subject", 2), (fault.Hint, fault.ExitCode));
    }

    [Fact]
    public void A_column_with_a_comma_in_its_name_is_put_in_quotes() => Assert.Equal("What, exactly", ColumnMapping.Parse("text=\"What, exactly\"", ["What, exactly"])[ColumnRole.Text]);

    [Theory]
    [InlineData("text,category", "hello there,greeting", true)]
    [InlineData("Filiale,Was hat der Kunde gesagt", "Nord,Alles gut", true)]
    [InlineData("1,my card is lost", "2,my money is gone", false)]
    [InlineData("my card is lost,card_lost", "my card was stolen,card_lost", false)]
    [InlineData("Where is the card that I ordered?,a", "Why is it late?,b", false)]
    [InlineData("2026-11-21,a b", "2026-11-22,c d", false)]
    public void A_first_row_of_data_is_told_from_a_header(string first, string second, bool header) => Assert.Equal(header, HeaderGuess.IsHeader(first.Split(','), [second.Split(',')]));

    private static ColumnMapping Guess(string columns, params string[] rows) => ColumnGuess.Guess(columns.Split('|'), Sample(columns.Split('|'), rows));

    private static ColumnBatch Sample(IReadOnlyList<string> columns, params string[] rows)
    {
        ColumnBatch batch = new(RawRows.Schema(columns));
        for (int row = 0; row < rows.Length; row++)
        {
            string[] cells = rows[row].Split('|');
            for (int i = 0; i < cells.Length; i++)
            {
                if (cells[i].Length == 0) batch[i].AppendNull();
                else batch.Bytes(i).Append(cells[i].AsSpan());
            }

            batch.Int64(cells.Length).Append(row + 2);
        }

        return batch;
    }
}
