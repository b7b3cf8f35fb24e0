using Earshot.Core;
using Earshot.Core.Runs;
using Earshot.Numerics;
using Earshot.Storage.Embeddings;

namespace Earshot.Tests.Storage.Embeddings;

public sealed class VectorCacheTests
{
    private const int Dimensions = 5;

    [Fact]
    public void Whatever_was_added_is_given_back_bit_for_bit_in_any_order_and_after_any_number_of_reopenings()
    {
        using CacheFiles files = new(Dimensions);
        SplitMix64 random = new(7);
        HashSet<int> added = [];
        VectorCache cache = files.Open();
        for (int step = 0; step < 200; step++)
        {
            int[] numbers = [.. Enumerable.Range(0, random.NextInt32(60)).Select(_ => random.NextInt32(4000)).Where(added.Add)];
            files.Add(cache, numbers);
            int[] asked = [.. Enumerable.Range(0, 80).Select(_ => random.NextInt32(4000))];
            Assert.Equal(asked.Where(added.Contains), files.Read(cache, asked));
            Assert.Equal(added.Count, cache.Entries);
            if (step % 20 != 19) continue;
            cache.Dispose();
            cache = files.Open();
        }

        int[] all = [.. Enumerable.Range(0, 4000)];
        Assert.Equal(all.Where(added.Contains), files.Read(cache, all));
        Assert.True(added.Count > 2048, "more than two pages");
        Assert.Empty(files.Said);
        cache.Dispose();
    }

    [Fact]
    public void A_cache_that_was_only_asked_leaves_no_files()
    {
        using CacheFiles files = new(Dimensions);
        using (VectorCache cache = files.Open())
        {
            Assert.Empty(files.Read(cache, 1, 2));
            cache.Flush();
        }

        Assert.False(Directory.Exists(files.Folder));
    }

    [Fact]
    public void What_was_added_is_in_the_file_before_anything_is_flushed()
    {
        using CacheFiles files = new(Dimensions);
        using VectorCache killed = files.Open();
        files.Add(killed, 1, 2, 3);
        using VectorCache next = files.Open();
        Assert.Equal([1, 2, 3], files.Read(next, 1, 2, 3, 4));
    }

    [Fact]
    public void A_file_cut_anywhere_in_its_last_two_vectors_or_keys_keeps_the_rest_says_so_once_and_goes_on()
    {
        using CacheFiles files = new(Dimensions);
        const int Count = 1024 + 3;
        int[] all = [.. Enumerable.Range(0, Count)];
        using (VectorCache cache = files.Open()) files.Add(cache, all);
        string path = Assert.Single(files.Segments);
        byte[] whole = File.ReadAllBytes(path);
        int stride = new RecordLayout("", Dimensions * sizeof(float)).Stride;
        int keys = whole.Length - (3 * stride) - (1024 * 16);
        int[] cuts = [.. Enumerable.Range(0, (2 * stride) + 1).Select(i => whole.Length - i), .. Enumerable.Range(keys, 50)];
        foreach (int cut in cuts)
        {
            File.WriteAllBytes(path, whole[..cut]);
            int wholeVectors = cut > keys + 50 ? 1024 + ((cut - keys - (1024 * 16)) / stride) : 1024;
            int keysLeft = Math.Min(Count, 1024 + ((cut - keys) / 16));
            files.Said.Clear();
            using (VectorCache cache = files.Open())
            {
                Assert.Equal(all[..wholeVectors], files.Read(cache, all));
                Assert.Equal(keysLeft - wholeVectors, cache.Damaged);
                files.Add(cache, all[wholeVectors..]);
            }

            Assert.Equal(keysLeft > wholeVectors ? 1 : 0, files.Said.Count);
            files.Said.Clear();
            using (VectorCache again = files.Open()) Assert.Equal(all, files.Read(again, all));
            Assert.Empty(files.Said);
            foreach (string other in files.Segments) File.Delete(other);
        }
    }

    [Fact]
    public void A_file_cut_in_its_first_page_or_in_half_keeps_what_is_before_the_cut()
    {
        using CacheFiles files = new(Dimensions);
        int[] all = [.. Enumerable.Range(0, 3000)];
        using (VectorCache cache = files.Open()) files.Add(cache, all);
        string path = Assert.Single(files.Segments);
        byte[] whole = File.ReadAllBytes(path);
        foreach (int cut in (int[])[0, 1, 4095, 4096, 5000, 4096 + (1024 * 16), whole.Length / 4, whole.Length / 2])
        {
            File.WriteAllBytes(path, whole[..cut]);
            using VectorCache cache = files.Open();
            int[] kept = files.Read(cache, all);
            Assert.Equal(all[..kept.Length], kept);
            if (cut == whole.Length / 2) Assert.InRange(kept.Length, 1024, 2047);
        }
    }

    [Fact]
    public void A_flipped_bit_costs_the_vector_it_hits_once_and_is_never_given()
    {
        using CacheFiles files = new(Dimensions);
        using (VectorCache cache = files.Open()) files.Add(cache, 1, 2, 3);
        string path = Assert.Single(files.Segments);
        byte[] whole = File.ReadAllBytes(path);
        RecordLayout layout = new("", Dimensions * sizeof(float));
        int[] places = [.. Enumerable.Range((int)layout.KeyAt(1), 16), .. Enumerable.Range((int)layout.RecordAt(1), layout.Stride)];
        foreach (int place in places)
        {
            byte[] flipped = [.. whole];
            flipped[place] ^= (byte)(1 << (place % 8));
            File.WriteAllBytes(path, flipped);
            bool isKey = place < layout.RecordAt(0);
            files.Said.Clear();
            using (VectorCache cache = files.Open())
            {
                Assert.Equal([1, 3], files.Read(cache, 1, 2, 3));
                Assert.Equal([1, 3], files.Read(cache, 1, 2, 3));
                Assert.Equal(isKey ? 0 : 1, cache.Damaged);
                files.Add(cache, 2);
                Assert.Equal([1, 2, 3], files.Read(cache, 1, 2, 3));
            }

            Assert.Equal(isKey ? 0 : 1, files.Said.Count);
            files.Said.Clear();
            using (VectorCache again = files.Open()) Assert.Equal([1, 2, 3], files.Read(again, 1, 2, 3));
            Assert.Empty(files.Said);
            foreach (string other in files.Segments.Where(other => other != path)) File.Delete(other);
        }
    }

    [Fact]
    public void Two_that_write_at_once_use_files_of_their_own_and_both_are_read_later()
    {
        using CacheFiles files = new(Dimensions);
        using (VectorCache one = files.Open())
        using (VectorCache two = files.Open())
        {
            Parallel.For(0, 200, i => files.Add(i % 2 == 0 ? one : two, i));
            Assert.Equal(100, one.Entries);
            Assert.Equal(2, files.Segments.Length);
        }

        using VectorCache both = files.Open();
        int[] all = [.. Enumerable.Range(0, 200)];
        Assert.Equal(all, files.Read(both, all));
    }

    [Fact]
    public void Files_of_a_newer_version_of_another_model_and_of_no_cache_at_all_are_passed_over_and_told_once()
    {
        using CacheFiles files = new(Dimensions);
        using (VectorCache cache = files.Open()) files.Add(cache, 1);
        using (VectorCache other = files.Open("other")) files.Add(other, 2);
        string path = files.Segments.Single(p => p.Contains("MiniLM", StringComparison.Ordinal));
        string folder = Path.GetDirectoryName(path)!;
        byte[] newer = File.ReadAllBytes(path);
        newer[8]++;
        File.WriteAllBytes(Path.Combine(folder, "000007-1.segment"), newer);
        File.WriteAllText(Path.Combine(folder, "notes.segment"), "shopping");
        File.Copy(files.Segments.Single(p => p.Contains("other", StringComparison.Ordinal)), Path.Combine(folder, "000008-1.segment"));
        File.WriteAllBytes(Path.Combine(folder, "000009-1.segment"), []); // of a process that was killed as it began
        using VectorCache again = files.Open();
        Assert.Equal([1], files.Read(again, 1, 2));
        Assert.Equal(
            [
                $"{Path.Combine(folder, "000008-1.segment.damaged")} (and 1 more) can't be read, or belongs elsewhere: ignored",
                $"{Path.Combine(folder, "000007-1.segment")} was written by a newer version of Earshot: ignored",
            ],
            files.Said);
        files.Said.Clear();
        using (VectorCache third = files.Open()) Assert.Equal([1], files.Read(third, 1, 2));
        Assert.EndsWith("was written by a newer version of Earshot: ignored", Assert.Single(files.Said)); // as long as it is there
    }

    [Fact]
    public void A_fault_in_the_middle_of_adding_leads_no_later_key_to_the_vector_of_another()
    {
        using CacheFiles files = new(Dimensions);
        int[] later = [.. Enumerable.Range(1000, 400)];
        using (VectorCache cache = files.Open())
        {
            files.Add(cache, 1, 2, 3);

            // In place of a disk that fills: the first block of 256 is written, the second has no numbers.
            UInt128[] keys = [.. Enumerable.Range(10, 300).Select(CacheFiles.Key)];
            float[] vectors = [.. Enumerable.Range(10, 260).SelectMany(files.Vector)];
            Assert.ThrowsAny<ArgumentException>(() => cache.Add(keys, vectors));
            files.Add(cache, later);
            Assert.Equal([1, 2, 3, .. later], files.Read(cache, [1, 2, 3, .. later]));
            Assert.Equal(0, cache.Damaged);
        }

        using VectorCache again = files.Open();
        Assert.Equal([1, 2, 3, .. later], files.Read(again, [1, 2, 3, .. later]));
        Assert.Empty(files.Said);
    }

    [Fact]
    public void A_model_whose_vectors_have_another_length_than_those_kept_is_refused_with_both_numbers()
    {
        using CacheFiles files = new(Dimensions);
        using (VectorCache cache = files.Open()) files.Add(cache, 1);
        EarshotException refused = Assert.Throws<EarshotException>(() => VectorCache.Open(files.Folder, CacheFiles.Model, 768, TimeProvider.System, SilentObserver.Instance));
        Assert.EndsWith($"holds vectors of 5 numbers of the model {CacheFiles.Model}, which now gives 768", refused.Message);
    }

    [Fact]
    public void A_thousand_short_runs_do_not_leave_a_thousand_files_and_lose_nothing()
    {
        using CacheFiles files = new(Dimensions);
        int[] all = [.. Enumerable.Range(0, 300)];
        using VectorCache living = files.Open();
        files.Add(living, 1000);
        for (int run = 0; run < 150; run++)
        {
            using VectorCache cache = files.Open();
            files.Add(cache, all[(run * 2)..((run * 2) + 2)]);
        }

        Assert.InRange(files.Segments.Length, 2, SegmentMerge.MostSegments + 1);
        files.Add(living, 1001);
        using VectorCache last = files.Open();
        Assert.Equal([.. all, 1000, 1001], files.Read(last, [.. all, 1000, 1001]));
        Assert.Equal(302, last.Entries);
        Assert.Empty(files.Said);
        Assert.DoesNotContain(Directory.GetFiles(files.Folder, "*", SearchOption.AllDirectories), path => path.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public void Damage_is_left_behind_when_files_are_merged()
    {
        using CacheFiles files = new(Dimensions);
        for (int run = 0; run <= SegmentMerge.MostSegments; run++)
        {
            using VectorCache cache = files.Open();
            files.Add(cache, run);
        }

        string path = files.Segments.Order(StringComparer.Ordinal).First();
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        using VectorCache merged = files.Open();
        Assert.Single(files.Segments);
        Assert.Equal(SegmentMerge.MostSegments, merged.Entries);
        Assert.Equal(1, merged.Damaged);
        Assert.Contains("held 1 damaged records", Assert.Single(files.Said));
    }

    [Fact]
    public void The_caches_of_a_workspace_are_described_by_model()
    {
        using CacheFiles files = new(Dimensions);
        Assert.Empty(VectorCache.Describe(files.Folder));
        using (VectorCache cache = files.Open()) files.Add(cache, 1, 2, 3);
        using (VectorCache cache = files.Open()) files.Add(cache, 3, 4);
        using (VectorCache other = files.Open("other")) files.Add(other, 5);
        IReadOnlyList<VectorCacheSummary> caches = VectorCache.Describe(files.Folder);
        Assert.Equal([(CacheFiles.Model, 4, 2), ("other", 1, 1)], caches.OrderBy(c => c.Entries * -1).Select(c => (c.Model, c.Entries, c.Segments)));
        Assert.Equal(files.Segments.Sum(path => new FileInfo(path).Length), caches.Sum(c => c.Bytes));
        Assert.All(caches, c => Assert.Equal(Dimensions, c.Dimensions));
    }

    [Fact]
    public void A_place_that_can_not_be_written_is_a_fault_of_adding_not_of_opening()
    {
        using CacheFiles files = new(Dimensions);
        File.WriteAllText(files.Folder, "a file where the folder should be");
        using VectorCache cache = files.Open();
        Assert.ThrowsAny<IOException>(() => files.Add(cache, 1));
    }
}
