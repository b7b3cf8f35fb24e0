using Earshot.Core.Columns;

namespace Earshot.Core.Sources;

/// <summary>Finds out what the columns of a source mean.</summary>
public static class ColumnGuess
{
    /// <summary>Rows worth looking at.</summary>
    public const int SampleRows = 1000;

    /// <summary>
    /// Gives roles to columns: first as told, then by usual names whose values fit, then, for the text and the date, by what the values look like.
    /// An id is taken only where nearly every sampled row has its own (one in twenty may repeat); one that is not is told.
    /// A column that is the only thing like text is the text even if its name says title.
    /// </summary>
    /// <param name="columns">All columns of the source.</param>
    /// <param name="sample">The first rows, as <see cref="RawRows.Schema"/> lays them out.</param>
    /// <param name="told">What the user decided (<see cref="ColumnMapping.Parse"/>), or null.</param>
    /// <exception cref="EarshotException">No column can be the text (exit 3); lists the columns and says how to name one.</exception>
    public static ColumnMapping Guess(IReadOnlyList<string> columns, ColumnBatch sample, IReadOnlyDictionary<ColumnRole, string?>? told = null)
    {
        Dictionary<ColumnRole, MappedColumn> mapped = [];
        foreach ((ColumnRole role, string? column) in told ?? new Dictionary<ColumnRole, string?>())
            if (column is not null) mapped.Add(role, new(role, column, MappedBy.User));
        ColumnProfile[] profiles = [.. columns.Select((_, i) => ColumnProfile.Of(sample.Bytes(i)))];

        // The text comes first, so that a name that could be both ("issue") goes to it, and the title only gets what is left.
        Take(ColumnRole.Text, profile => profile.IsWorded);
        Take(ColumnRole.CreatedAt, profile => profile.Filled > 0 && profile.Instants * 2 >= profile.Filled);
        Take(ColumnRole.Id, profile => profile.IsIdentifying);
        string? refused = RefusedId();
        if (!mapped.ContainsKey(ColumnRole.Text)) TakeProse();
        Take(ColumnRole.Title, profile => profile.IsWorded);
        Take(ColumnRole.Product, profile => profile.IsWorded && (profile.Distinct < profile.Filled || profile.Rows == 1));
        Take(ColumnRole.Customer, profile => profile.Filled > 0);
        Take(ColumnRole.Source, profile => profile.IsWorded && profile.Distinct * 2 <= Math.Max(2, profile.Filled));
        TakeDate();
        if (!mapped.ContainsKey(ColumnRole.Text)) throw NoText(columns);
        return new ColumnMapping(columns, mapped.Values) { RefusedId = refused };

        bool Free(ColumnRole role) => !mapped.ContainsKey(role) && told?.ContainsKey(role) != true;

        bool Unmapped(string column) => mapped.Values.All(other => other.Column != column);

        bool IsTitle(int index) => ColumnNames.Rank(ColumnRole.Title, columns[index]) >= 0;

        int First(Func<int, bool> fits) => Enumerable.Range(0, columns.Count).FirstOrDefault(i => Unmapped(columns[i]) && fits(i), -1);

        void Take(ColumnRole role, Func<ColumnProfile, bool> fits)
        {
            if (!Free(role)) return;
            (int Rank, int Index) best = (int.MaxValue, -1);
            for (int i = 0; i < columns.Count; i++)
            {
                int rank = ColumnNames.Rank(role, columns[i]);
                if (rank >= 0 && rank < best.Rank && Unmapped(columns[i]) && fits(profiles[i])) best = (rank, i);
            }

            if (best.Index >= 0) mapped.Add(role, new(role, columns[best.Index], MappedBy.Name));
        }

        // what looks like an id by its name and is none by its values
        string? RefusedId()
        {
            if (!Free(ColumnRole.Id)) return null;
            int index = First(i => profiles[i].Filled > 0 && ColumnNames.IsNamedId(columns[i]));
            if (index < 0) return null;
            ColumnProfile profile = profiles[index];
            string why = profile.Filled < profile.Rows
                ? $"{profile.Rows - profile.Filled:N0} of the first {profile.Rows:N0} rows have none"
                : $"only {profile.Distinct:N0} of the first {profile.Rows:N0} rows differ in it";
            return $"{columns[index]} is not taken for the id: {why} (--map id={columns[index]} takes it; rows with an id that came before are then left out)";
        }

        void TakeProse()
        {
            int best = -1;
            for (int i = 0; i < columns.Count; i++)
                if (Unmapped(columns[i]) && profiles[i].Prose > (best < 0 ? 0 : profiles[best].Prose)) best = i;

            // Nothing but a title, short as it may be, or the only column there is.
            if (best < 0) best = First(i => profiles[i].IsWorded && (columns.Count == 1 || IsTitle(i)));
            if (best >= 0) mapped.Add(ColumnRole.Text, new(ColumnRole.Text, columns[best], IsTitle(best) ? MappedBy.Name : MappedBy.Content));
        }

        void TakeDate()
        {
            if (!Free(ColumnRole.CreatedAt)) return;
            int index = First(i => profiles[i].Filled > 0 && profiles[i].Dates * 10 >= profiles[i].Filled * 9);
            if (index >= 0) mapped.Add(ColumnRole.CreatedAt, new(ColumnRole.CreatedAt, columns[index], MappedBy.Content));
        }
    }

    private static EarshotException NoText(IReadOnlyList<string> columns) => new(
        $"no column looks like text that customers wrote; columns are {ColumnMapping.Listed(columns, 40)}",
        "name it: --map text=COLUMN",
        3);
}
