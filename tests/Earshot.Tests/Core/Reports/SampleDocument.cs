using Earshot.Core.Analysis;

namespace Earshot.Tests.Core.Reports;

/// <summary>A document as a real run makes it: 20 support topics over 30 days, one of them bursting, with texts that mean harm among the examples.</summary>
internal static class SampleDocument
{
    private static readonly (string Name, string Team, int Product, double Weight, string[] Keywords, string[] Texts)[] Specifications =
    [
        ("Card payment declined", "Financial", 0, 9.1, ["payment declined", "card", "declined", "checkout", "bank"],
            ["My card keeps getting declined at checkout even though my bank says everything is fine on their side.", "payment declined again, third time this week. order 48213", "Tried two different cards, both declined with code PAY-402.", "Checkout says 'declined' but the money has left my account!!", "Why is my Visa refused? It works everywhere else."]),
        ("App crashes on start", "Mobile", 1, 8.2, ["app crashes", "crash", "open", "update", "android"],
            ["Since the last update the app crashes the moment I open it. Pixel 7, Android 15.", "App won't start, white screen then it closes", "crash crash crash. every. single. time.", "After installing 4.2.1 it just shuts down on my iPad", "<script>alert('x')</script> app closes itself <img src=x onerror=alert(1)>"]),
        ("Refund not received", "Financial", 0, 7.4, ["refund", "waiting", "received", "days", "money back"],
            ["I was promised a refund within 5 days, it has been three weeks now.", "Where is my money? Refund was approved on the 3rd.", "Refund for order 99120 never arrived", "=cmd|' /C calc'!A0", "Still waiting for the refund of my annual plan, please escalate this."]),
        ("Webhook events arrive late", "Infrastructure", 2, 6.6, ["webhook", "delay", "events", "retry", "delivery"],
            ["Our webhook endpoint receives events up to 40 minutes late since Tuesday.", "Delivery retries are out of order, which breaks our reconciliation job.", "events missing entirely for 2 hours", "Is there a status page for webhook delivery?", "\u001b[31mred alert\u001b[0m webhooks delayed \u0007"]),
        ("Password reset email missing", "Mobile", 1, 6.1, ["password reset", "email", "link", "spam folder", "login"],
            ["I never get the password reset email, not in spam either.", "Reset link says expired as soon as I click it", "Cannot log in, reset mail does not come. mail me at jane.doe@example.com", "\u202Eevil text that runs backwards\u202C and then on", "لا تصلني رسالة إعادة تعيين كلمة المرور"]),
        ("API rate limit too low", "Infrastructure", 2, 5.9, ["rate limit", "429", "requests", "quota", "api key"],
            ["We get 429 responses at 50 requests per second although our plan says 100.", "Rate limit headers disagree with the documentation", "Can you raise our quota for the sale weekend?"]),
        ("Invoice shows wrong amount", "Financial", 0, 5.3, ["invoice", "amount", "vat", "wrong", "billing"],
            ["The June invoice charges us for 25 seats, we have 19.", "VAT is missing on the invoice", "Billed twice for the same month"]),
        ("Push notifications not working", "Mobile", 1, 5.0, ["notifications", "push", "settings", "sound", "delayed"],
            ["No push notifications since yesterday 🎉😡👩‍👩‍👧‍👦", "Notifications arrive hours late on iOS", "They are switched on but nothing comes"]),
        ("Subscription cancelled but still charged", "Financial", 0, 4.8, ["cancel subscription", "charged", "trial", "renewal", "stop"],
            ["I cancelled in May and you charged me again in June.", "free trial turned into a paid plan without asking", "STOP charging me"]),
        ("Authentication token expires early", "Infrastructure", 2, 4.6, ["token", "oauth", "expires", "refresh", "401"],
            ["Access tokens expire after 5 minutes instead of an hour.", "refresh token flow returns 401 at random", "'; DROP TABLE tickets; -- token"]),
        ("Slow loading of dashboard", "Mobile", 1, 4.5, ["slow", "loading", "dashboard", "seconds", "timeout"],
            ["Dashboard takes 45 seconds to load", "Everything is so slow since Monday"]),
        ("Transfer pending for days", "Financial", 0, 4.3, ["transfer", "pending", "bank transfer", "days", "account"], ["Transfer to my savings account is pending for 4 days", "+1 same here, transfer stuck"]),
        ("Profile picture upload fails", "Mobile", 1, 4.0, ["upload", "picture", "photo", "profile", "fails"], ["Uploading a photo ends at 99 % and fails", "Größe der Datei überschritten?? Bild ist nur 200 kB"]),
        ("SDK build errors after upgrade", "Infrastructure", 2, 3.9, ["sdk", "build", "upgrade", "version", "gradle"], ["Build fails with SDK 3.1: duplicate class com.example.Client", "- upgrade broke our pipeline"]),
        ("Two-factor code never arrives", "Mobile", 1, 3.8, ["code", "sms", "two-factor", "verification", "phone"], ["No SMS code on my phone +44 7700 900123", "Verification code comes after it has expired"]),
        ("Currency conversion looks wrong", "Financial", 0, 3.5, ["currency", "exchange rate", "conversion", "fee", "euro"], ["Paid 100 € and was charged $131?", "Where can I see the exchange rate used?"]),
        ("Documentation of pagination is unclear and the examples for cursors in nested resources contradict the reference in several places", "Infrastructure", 2, 3.4, ["pagination", "documentation", "cursor", "example", "next page"], ["How do I page through more than 1000 results?", "@support docs say cursor, API says page"]),
        ("Dark mode is unreadable", "Mobile", 1, 3.3, ["dark mode", "text", "screen", "contrast", "theme"], ["Grey text on black, can't read anything in dark mode"]),
        ("Sandbox data differs from production", "Infrastructure", 2, 3.2, ["sandbox", "production", "test data", "environment", "differs"], ["Sandbox returns fields that production does not"]),
        ("<b>Account</b> deletion & data export", "General", 1, 3.1, ["delete account", "gdpr", "export", "data", "privacy"], ["Please delete my account and send me all my data (GDPR)", "How do I export everything?"]),
    ];

    private static readonly string[] Products = ["Payment System", "Mobile App", "API Integration"];

    private const int DayCount = 30;

    /// <summary>The document most tests use; <paramref name="tickets"/> is about how many it speaks of.</summary>
    public static AnalysisDocument Create(long tickets = 200_000)
    {
        List<TopicSummary> topics = [.. Specifications.Select((_, i) => Topic(i, tickets))];
        long total = topics.Sum(topic => topic.Count);
        long[] daily = [.. Enumerable.Range(0, DayCount).Select(day => topics.Sum(topic => topic.Daily[day]))];
        long recentAll = daily[^7..].Sum();
        long previousAll = daily[^14..^7].Sum();
        topics = [.. topics.Select(topic => topic with { Share = (double)topic.Count / total, Change = Change(topic, recentAll, previousAll) }).OrderByDescending(topic => topic.Count)];
        int[] growing = [.. topics.Where(topic => topic.Change!.Score > 3).OrderByDescending(topic => topic.Change!.Score).Take(5).Select(topic => topic.TopicId)];
        return new AnalysisDocument
        {
            Subject = "200,000 synthetic tickets",
            AsOf = "2025-06-30",
            Counts = new CorpusCounts(total, total * 62 / 100, 17, total, "2025-06-01", "2025-06-30"),
            Languages = [new("en", total * 93 / 100), new("de", total * 4 / 100), new("ar", total / 100), new("und", total - total * 93 / 100 - total * 4 / 100 - total / 100)],
            Products = [.. Products.Select((name, p) => new NamedCount(name, topics.Sum(topic => topic.Products.Single(product => product.Name == name).Count))).OrderByDescending(product => product.Count)],
            Sources = [new("e-mail", total * 55 / 100), new("in-app form", total * 30 / 100), new("=chat\"x\"", total - total * 55 / 100 - total * 30 / 100)],
            Days = [.. Enumerable.Range(0, DayCount).Select(day => $"2025-06-{day + 1:00}")],
            Daily = daily,
            Topics = topics,
            Growing = growing,
            Teams = [.. topics.GroupBy(topic => topic.Team).Select(team => new TeamLoad(team.Key, team.Sum(topic => topic.Count), (double)team.Sum(topic => topic.Count) / total, [.. team.Select(topic => topic.TopicId)])).OrderByDescending(team => team.Tickets)],
            Recommendations =
            [
                "“Webhook events arrive late” more than doubled in a week, from 5.0% to 12.6% of all tickets: find out what changed around 24 June.",
                "“Card payment declined” is the largest topic with 9.1% of all tickets; an answer that customers can find themselves would save the most work.",
                "Financial carries 34.3% of the volume with six topics; refunds and declined cards alone are half of it.",
                "38% of the texts are exact copies of another: a saved reply would cover them.",
            ],
            Map = Map(topics, 4000),
            Processing = new ProcessingSummary(50, "student-general", 384, 20, 42, 0.4182, 100_000),
        };
    }

    /// <summary>One topic, no dates, no products: what a small list of texts gives.</summary>
    public static AnalysisDocument WithoutDates()
    {
        AnalysisDocument document = Create(900);
        TopicSummary only = document.Topics[0] with { Count = 900, Share = 1, Daily = [], Change = null, Products = [], Sources = [new("list.txt", 900)], Examples = [] };
        return document with
        {
            Subject = "list.txt",
            AsOf = null,
            Counts = new CorpusCounts(900, 900, 0, 0, null, null),
            Languages = [],
            Products = [],
            Sources = only.Sources,
            Days = [],
            Daily = [],
            Topics = [only],
            Growing = [],
            Teams = [new(only.Team, 900, 1, [only.TopicId])],
            Recommendations = [],
            Map = [],
        };
    }

    private static TopicSummary Topic(int i, long tickets)
    {
        (string name, string team, int product, double weight, string[] keywords, string[] texts) = Specifications[i];
        long[] daily = [.. Enumerable.Range(0, DayCount).Select(day => (long)(tickets * weight / 100 / DayCount * Shape(i, day)))];
        long count = daily.Sum();
        long main = count * (70 + i % 5 * 6) / 100;
        long second = (count - main) * 2 / 3;
        NamedCount[] products = [new(Products[product], main), new(Products[(product + 1) % 3], second), new(Products[(product + 2) % 3], count - main - second)];
        return new TopicSummary
        {
            TopicId = (i * 7 + 3) % 20,
            Name = name,
            Keywords = [.. keywords.Select((term, k) => new Keyword(term, 0.9 - k * 0.13))],
            Count = count,
            Share = 0,
            MeanSimilarity = 0.71 - i * 0.011,
            Daily = daily,
            Change = null,
            Products = products,
            Sources = [new("e-mail", count * 6 / 10), new("in-app form", count - count * 6 / 10)],
            Team = team,
            Examples = [.. texts.Select((text, t) => new ExampleTicket(1_000_000 + i * 1000 + t, t == 0 ? null : $"T-{i}{t}", t % 2 == 0 ? null : "Ticket about " + keywords[0], text, 0.93 - t * 0.02, $"2025-06-{(i * 3 + t * 5) % 30 + 1:00}", Products[product]))],
        };
    }

    private static double Shape(int i, int day)
    {
        double week = day % 7 is 0 or 6 ? 0.62 : 1.12;
        double wave = 1 + 0.12 * ((StableNoise(i, day) % 1000) / 500.0 - 1);
        double burst = i == 3 && day >= 23 ? 2.7 : i == 7 && day >= 21 ? 1.5 : i == 14 ? 0.8 + day * 0.014 : i == 10 ? 1.3 - day * 0.02 : 1;
        return week * wave * burst;
    }

    private static uint StableNoise(int i, int j)
    {
        uint hash = (uint)(i * 73856093 ^ j * 19349663) * 2654435761u;
        return (hash ^ hash >> 15) * 2246822519u >> 8;
    }

    private static TopicChange Change(TopicSummary topic, long recentAll, long previousAll)
    {
        long recent = topic.Daily.TakeLast(7).Sum();
        long previous = topic.Daily.SkipLast(7).TakeLast(7).Sum();
        double recentShare = (double)recent / recentAll;
        double previousShare = (double)previous / previousAll;
        double pooled = (double)(recent + previous) / (recentAll + previousAll);
        double score = (recentShare - previousShare) / Math.Sqrt(pooled * (1 - pooled) * (1.0 / recentAll + 1.0 / previousAll));
        return new TopicChange(7, recent, previous, recentShare, previousShare, score);
    }

    private static List<MapPoint> Map(IReadOnlyList<TopicSummary> topics, int count)
    {
        List<MapPoint> points = [];
        for (int t = 0; t < topics.Count; t++)
        {
            double x = Math.Cos(t * 2.4) * (0.25 + 0.032 * t);
            double y = Math.Sin(t * 2.4) * (0.25 + 0.032 * t);
            for (int i = 0; i < topics[t].Share * count; i++)
            {
                double dx = 0, dy = 0;
                for (uint k = 0; k < 4; k++)
                {
                    dx += StableNoise(t * 4096 + i, (int)k) % 1000 / 1000.0 - 0.5;
                    dy += StableNoise(t * 4096 + i, (int)k + 9) % 1000 / 1000.0 - 0.5;
                }

                points.Add(new MapPoint((float)(x + dx * 0.11), (float)(y + dy * 0.11), topics[t].TopicId));
            }
        }

        return points;
    }
}
