using System.Net;
using System.Net.Http.Headers;
using Earshot.Core;

namespace Earshot.Inference.Catalogue;

/// <summary>What is known of a file while it is downloaded: kept beside it for the resume.</summary>
/// <param name="Bytes">Whole length; null where the server does not say.</param>
/// <param name="EntityTag">As the server wrote it; null where it gave none.</param>
internal sealed record DownloadState(string Address, long? Bytes, string? EntityTag);

/// <summary>
/// Downloads files over HTTP and goes on where an earlier try ended, in this process or another. What was cut is asked for with
/// <c>Range</c> and <c>If-Range</c>; a server that answers with anything but the rest of the same file makes it start over.
/// </summary>
internal sealed class FileDownload(HttpClient client, PullOptions options)
{
    private const int BlockBytes = 1 << 18;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private enum Outcome
    {
        Complete,
        NotFound,
        StartOver,
    }

    /// <summary>Downloads a file to <paramref name="part"/>, which may hold the beginning; false where the server does not have it.</summary>
    /// <param name="least">Length below which a file of unknown length counts as cut.</param>
    /// <param name="most">Length above which the download is given up.</param>
    /// <param name="advanced">Called with the bytes that came; negative where what was there is thrown away.</param>
    /// <exception cref="EarshotException">The server refuses, or the connection fails more often than there are waits.</exception>
    public async Task<bool> FetchAsync(Uri address, string part, long least, long most, Action<long> advanced)
    {
        int failures = 0;
        long furthest = Length(part);
        while (true)
        {
            TransferFault fault;
            try
            {
                Outcome outcome = await AttemptAsync(address, part, least, most, advanced).ConfigureAwait(false);
                if (outcome == Outcome.StartOver) Discard(part, advanced);
                else return outcome == Outcome.Complete;
                continue;
            }
            catch (TransferFault e)
            {
                fault = e;
            }

            long reached = Length(part);
            if (reached > furthest) failures = 0;
            furthest = Math.Max(furthest, reached);
            string where = reached > 0 ? $" at {reached:N0} bytes" : "";
            if (failures == options.Waits.Count || fault.IsFinal)
                throw new EarshotException(
                    $"{address} can't be downloaded: {fault.Message}{where}",
                    "run the same command again, it goes on there; or take another place with --base URL|FOLDER", 1, fault);
            TimeSpan wait = fault.RetryAfter is { } asked && asked > options.Waits[failures] ? asked : options.Waits[failures];
            failures++;
            if (wait > LongestWait) wait = LongestWait;
            options.Observer.Warned($"{address.Host}: {fault.Message}{where}; trying again in {wait.TotalSeconds:0.#} s");
            await Task.Delay(wait, options.Clock, options.Cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Throws away what was downloaded of a file.</summary>
    public static void Discard(string part, Action<long> advanced)
    {
        advanced(-Length(part));
        File.Delete(part);
        File.Delete(StatePath(part));
    }

    /// <summary>Length of a file; 0 where there is none.</summary>
    public static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Where the state of a download is kept.</summary>
    public static string StatePath(string part) => part + ".json";

    private async Task<Outcome> AttemptAsync(Uri address, string part, long least, long most, Action<long> advanced)
    {
        DownloadState? state = RecordFile.Read(StatePath(part), CatalogueJson.Default.DownloadState);
        long offset = state?.Address == address.AbsoluteUri ? Length(part) : 0;
        if (offset > 0 && offset == state!.Bytes) return Outcome.Complete;

        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
            if (EntityTagHeaderValue.TryParse(state!.EntityTag, out EntityTagHeaderValue? tag) && !tag.IsWeak)
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }

        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation);
        stall.CancelAfter(options.Patience);
        const HttpCompletionOption UntilHeaders = HttpCompletionOption.ResponseHeadersRead;
        using HttpResponseMessage response = await OverNetwork(() => client.SendAsync(request, UntilHeaders, stall.Token)).ConfigureAwait(false);
        string? entityTag = response.Headers.ETag?.ToString();
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when offset > 0:
                ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
                bool isRest = range?.From == offset && (state!.Bytes is null || range.Length is null || range.Length == state.Bytes)
                    && (state.EntityTag is null || entityTag is null || entityTag == state.EntityTag);
                if (!isRest) return Outcome.StartOver;
                break;
            case HttpStatusCode.OK:
                Discard(part, advanced);
                offset = 0;
                state = new DownloadState(address.AbsoluteUri, response.Content.Headers.ContentLength, entityTag);
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when offset > 0:
                return Outcome.StartOver;
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return Outcome.NotFound;
            default:
                throw Refusal(response);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        RecordFile.Write(StatePath(part), state!, CatalogueJson.Default.DownloadState);
        long length = await WriteAsync(response, part, offset, most, advanced, stall).ConfigureAwait(false);
        if (length < (state!.Bytes ?? least)) throw new TransferFault("the connection ended");
        if (length > state.Bytes) return Outcome.StartOver;
        return Outcome.Complete;
    }

    private async Task<long> WriteAsync(HttpResponseMessage response, string part, long offset, long most, Action<long> advanced, CancellationTokenSource stall)
    {
        FileStream file = new(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await using (file.ConfigureAwait(false))
        {
            file.SetLength(offset);
            file.Position = offset;
            Stream body = await OverNetwork(() => response.Content.ReadAsStreamAsync(stall.Token)).ConfigureAwait(false);
            byte[] block = new byte[BlockBytes];
            while (true)
            {
                stall.CancelAfter(options.Patience);
                int read = await OverNetwork(() => body.ReadAsync(block, stall.Token).AsTask()).ConfigureAwait(false);
                if (read == 0) return file.Length;
                file.Write(block, 0, read);
                advanced(read);
                if (file.Length > most)
                    throw new EarshotException(
                        $"{response.RequestMessage!.RequestUri} sends more than {most:N0} bytes, which is no file of this model",
                        "take another place with --base URL|FOLDER");
            }
        }
    }

    // only what the network does is tried again: a full disk is not
    private async Task<T> OverNetwork<T>(Func<Task<T>> step)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!options.Cancellation.IsCancellationRequested)
        {
            throw new TransferFault($"nothing came for {options.Patience.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e)
        {
            bool isFinal = e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
            throw new TransferFault(e.InnerException is { } inner and not IOException ? inner.Message : e.Message) { IsFinal = isFinal };
        }
        catch (IOException)
        {
            throw new TransferFault("the connection was cut");
        }
    }

    private static Exception Refusal(HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        string answer = $"the server answers {status} {response.ReasonPhrase}".TrimEnd();
        TimeSpan? after = response.Headers.RetryAfter?.Delta;
        bool mayPass = status is 408 or 425 or 429 or >= 500 || response.StatusCode == HttpStatusCode.PartialContent;
        return new TransferFault(answer) { IsFinal = !mayPass, RetryAfter = after };
    }

    /// <summary>The network or the server failed.</summary>
    private sealed class TransferFault(string message) : Exception(message)
    {
        /// <summary>Whether trying again is of no use.</summary>
        public bool IsFinal { get; init; }

        /// <summary>What the server asked to wait.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }
}
