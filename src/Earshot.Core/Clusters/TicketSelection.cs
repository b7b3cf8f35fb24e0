using Earshot.Core.Columns;
using Earshot.Core.Tickets;

namespace Earshot.Core.Clusters;

/// <summary>Which rows of the tickets a range takes, as blocks pass by in the order of the workspace.</summary>
internal sealed class TicketSelection(TicketRange range)
{
    private long _taken;

    /// <summary>Tickets left out because days were asked for and they have none.</summary>
    public long Undated { get; private set; }

    /// <summary>Whether the limit is reached.</summary>
    public bool IsFull => _taken == range.Limit;

    /// <summary>The rows of a block that are taken.</summary>
    /// <param name="dates">Microseconds since 1970 in UTC.</param>
    public List<int> Of(ValueColumn<long> dates)
    {
        List<int> rows = new(dates.Count);
        for (int row = 0; row < dates.Count && !IsFull; row++)
        {
            if (range.IsDated && dates.IsNull(row))
            {
                Undated++;
            }
            else if (!range.IsDated || range.Includes(dates[row]))
            {
                rows.Add(row);
                _taken++;
            }
        }

        return rows;
    }
}
