namespace Earshot.Core.Synthetic.Topics;

/// <summary>Topics of the product line API Integration about what developers work with: packages, documentation, lists, exports.</summary>
internal static class DeveloperTopics
{
    public static IReadOnlyList<TopicTemplate> All { get; } =
    [
        new("SDK upgrade breaks build", 28, (40, 3), (20, 22, 1))
        {
            Subjects = """
                the SDK upgrade
                the new SDK
                the breaking change in the SDK
                """,
            Problems = """
                Upgrading the {package} to {release} breaks our build.
                After the update of the {package} to {release} we get "[undefined method|module not found|type mismatch|import error]".
                The {package} {release} renamed [createPayment|listRefunds|getCustomer|verifyWebhook] without a deprecation.
                {library} SDK {release} throws a null reference in [createPayment|listRefunds|getCustomer].
                Your {package} needs an old version of [openssl|requests|axios|guzzle|jackson], which conflicts with ours.
                Does the {package} support {library} [3.13|22|8.4|21|17]? The install of {release} fails.
                Breaking change in a minor version: {library} SDK {release} dropped [async|retries|typed errors].
                The types in the {package} {release} don't compile.
                Migrating from SDK v4 to v5, the {library} examples don't compile.
                new {package} {release} is giving compile error in our project
                """,
            Details = """
                Pinning the SDK to the old version works.
                The changelog of {release} doesn't mention it.
                The build fails in CI and locally.
                There is already an issue on GitHub, no. ^##.
                Stack trace starts in the SDK's http module.
                We use {library} with the SDK in a container.
                """,
            Shorts = """
                {package} {release} broken
                {library} SDK {release} doesn't compile
                breaking change in {package}
                can't upgrade SDK to {release}
                """,
        },
        new("pagination skips records", 22, (28, 3), (26, 16, 0))
        {
            Subjects = """
                the pagination
                the paging bug
                paging through the list
                the cursor pagination
                """,
            Problems = """
                Paging through {endpoint} returns the same [records|items|objects] on page ^ and page ^.
                Pagination on {endpoint} skips records when limit is [50|100|200].
                The next_cursor of {endpoint} points to an empty page.
                We fetch all pages of {endpoint} and get {many} fewer records than total_count says.
                has_more is true on the last page, so our import loops forever.
                The cursor expires after {minutes}, so we can't page through {many} thousand records.
                Sorting plus pagination on {endpoint} gives duplicates between pages.
                Page size is capped at ^0 though the docs say 200.
                Offset above 10000 on {endpoint} gives an error, how do we page further?
                second page is giving same data like first page in {endpoint}
                """,
            Details = """
                Page ^ and page ^ share {many} ids.
                With limit=10 all records come.
                starting_after has the id of the last item.
                The total_count says ^,###.
                It's the same with cursor and offset paging.
                The list is sorted by created.
                """,
            Shorts = """
                pagination broken on {endpoint}
                duplicates across pages
                next_cursor empty, {apicode}
                has_more always true
                """,
        },
        new("documentation outdated", 26, (22, 12), (56, 4, 0))
        {
            Subjects = """
                the documentation
                the API docs
                the docs page
                your API reference
                """,
            Problems = """
                The docs for {endpoint} list a parameter that doesn't exist.
                Your documentation of {event} is outdated, the fields have other names.
                The {library} example in the API reference doesn't run.
                There's no documentation on [idempotency keys|error codes|retries|metadata limits|time zones].
                Broken link in the docs: the page about {endpoint} is a 404.
                The OpenAPI file doesn't match what {endpoint} returns.
                The quick start guide still describes v1, which is switched off.
                The docs say {endpoint} accepts a date, the API wants a timestamp.
                Could you document which errors {endpoint} can return?
                The tutorial for {library} leaves out how to verify the signature.
                documentation of {endpoint} is not clear, please give an example
                """,
            Details = """
                It took us {minutes} to find out that the docs are wrong.
                An example in {library} would help.
                The reference page was last changed in 202[2|3|4].
                The docs search finds nothing for it.
                A note in the documentation would be enough.
                The field is described as a string, it's a number.
                """,
            Shorts = """
                docs for {endpoint} wrong
                docs page 404
                {library} example in docs broken
                where is {event} documented?
                typo in the documentation of {endpoint}
                """,
        },
        new("CSV export incomplete", 24, (30, 6), (34, 14, 0))
        {
            Subjects = """
                the CSV export
                the export
                the exported file
                our transaction export
                """,
            Problems = """
                The CSV export of [transactions|payouts|customers] stops after ^,### rows.
                Exporting [transactions|payouts|customers] for [December|last month|the last quarter] gives an empty CSV file.
                Umlauts and accents are garbled in the exported CSV.
                The export job exp_~~~~~~ has been "running" since {day}.
                Columns in the CSV export changed order {date}, our import script fails.
                Amounts in the export use a comma, so Excel splits the columns.
                The export misses the column with the [fee|customer id|tax amount|currency].
                Downloading the export gives "file not found" after {minutes}.
                Could we get the export as Excel or Parquet instead of CSV?
                Dates in the exported file are in US format, can we change it?
                export file is coming with wrong characters in excel
                """,
            Details = """
                The CSV should have about ^#,### rows.
                The export for [November|October] was complete.
                Our accounting imports the CSV file every night.
                Smaller exports have the same fault.
                Opening the CSV as UTF-8 doesn't change it.
                Export id is exp_~~~~~~.
                """,
            Shorts = """
                CSV export empty
                export incomplete, exp_~~~~~~
                export stuck since {day}
                wrong separators in the CSV
                """,
        },
    ];
}
