using System.Globalization;
using System.Text.Json;

namespace Earshot.Storage.Workspaces;

/// <summary>The event log of one run, <c>runs/ID.jsonl</c>: one JSON object a line, written as it happens.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly FileStream _file;

    internal RunLog(Workspace workspace, TimeProvider clock)
    {
        _clock = clock;
        Id = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd'T'HHmmss.fff'Z'}-{Environment.ProcessId}");
        Directory.CreateDirectory(workspace.At("runs"));
        _file = new FileStream(workspace.At("runs", Id + ".jsonl"), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    internal string Id { get; }

    /// <summary>As <see cref="Write"/>; a disk that takes no more does not hide the fault that is being told.</summary>
    internal void TryWrite(string name, ReadOnlySpan<(string Name, object Value)> facts)
    {
        try
        {
            Write(name, facts);
        }
        catch (IOException)
        {
        }
    }

    internal void Write(string name, ReadOnlySpan<(string Name, object Value)> facts)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteString("at", _clock.GetUtcNow());
            json.WriteString("event", name);
            foreach ((string fact, object value) in facts)
            {
                switch (value)
                {
                    case int number: json.WriteNumber(fact, number); break;
                    case long number: json.WriteNumber(fact, number); break;
                    case double number: json.WriteNumber(fact, number); break;
                    default: json.WriteString(fact, value.ToString()); break;
                }
            }

            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        lock (_gate)
        {
            _file.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
            _file.Flush();
        }
    }

    public void Dispose() => _file.Dispose();
}
