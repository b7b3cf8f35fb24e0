using Earshot.Connectors.Chat;
using Earshot.Connectors.Labels;
using Earshot.Core.Labels;
using Earshot.Tests.Connectors.Chat;
using Earshot.Tests.Connectors.Embeddings;

namespace Earshot.Tests.Connectors.Labels;

public sealed class TopicLabelerTests
{
    private static readonly string[] Categories = ["finance", "devtools", "other"];

    public static TheoryData<string, string> Unusable => new()
    {
        { "prose", "I think these are about cards." },
        { "prose around two objects", FakeChat.Label() + " or " + FakeChat.Label() },
        { "a category that is not on the list", FakeChat.Label(category: "fintech") },
        { "an impact that is no level", FakeChat.Label(impact: "severe") },
        { "a title of 130 characters", FakeChat.Label(new string('x', 130)) },
        { "half a JSON", FakeChat.Label()[..60] },
        { "nothing", "" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task An_answer_that_can_not_be_used_is_sent_back_once_with_what_is_wrong(string what, string answer)
    {
        using FakeService service = new((_, number) => FakeChat.Says(number == 0 ? answer : FakeChat.Label(what)));
        TopicLabel? label = await Labeler(local: service).Label(Topic(10), CancellationToken.None);
        Assert.Equal(what, label!.Content!.CanonicalTitle);
        Assert.Equal($"small@{new Uri(service.Address).Authority}", label.Model);
        Assert.Equal(2, service.Seen.Count);
        Assert.Equal(CheckedQuestion<LabelContent>.Correction(LabelReader.TryRead(answer, Categories, out _)!), service.Seen[1].Content(^1));
        Assert.Equal(answer.Length == 0 ? ["system", "user", "user"] : ["system", "user", "assistant", "user"], service.Seen[1].Roles());
        if (answer.Length > 0) Assert.Equal(answer, service.Seen[1].Content(2));
    }

    [Fact]
    public async Task A_second_answer_that_can_not_be_used_is_the_last()
    {
        using FakeService local = new((_, _) => FakeChat.Says("no"));
        using FakeService remote = new((_, _) => FakeChat.Says(FakeChat.Label(category: "fintech")));
        TopicLabel? label = await Labeler(local, remote).Label(Topic(10), CancellationToken.None);
        Assert.True(label!.LabelFailed);
        Assert.Equal(
            $"small@{Host(local)}: its answer can't be used: there is no JSON object in it; "
            + $"large@{Host(remote)}: its answer can't be used: category is 'fintech'; it must be one of: finance, devtools, other",
            label.Failure);
        Assert.Equal((2, 2), (local.Seen.Count, remote.Seen.Count));
    }

    [Theory]
    [InlineData(50, 1, 0)]
    [InlineData(51, 0, 1)]
    public async Task Large_topics_go_to_the_remote_service_and_others_to_the_local_one(long tickets, int local, int remote)
    {
        using FakeService near = new((_, _) => FakeChat.Says(FakeChat.Label()));
        using FakeService far = new((_, _) => FakeChat.Says(FakeChat.Label()));
        Assert.False((await Labeler(near, far).Label(Topic(tickets), CancellationToken.None))!.LabelFailed);
        Assert.Equal((local, remote), (near.Seen.Count, far.Seen.Count));
    }

    [Fact]
    public async Task The_other_service_is_asked_where_one_refuses_or_is_down()
    {
        using FakeService local = new((_, _) => FakeChat.Message("\"content\":\"\",\"refusal\":\"No.\""));
        using FakeService remote = new((_, _) => FakeChat.Says(FakeChat.Label()));
        Assert.StartsWith("large@", (await Labeler(local, remote).Label(Topic(10), CancellationToken.None))!.Model);
        Assert.Single(local.Seen); // there is nothing to correct in a refusal

        remote.Dispose();
        using FakeService well = new((_, _) => FakeChat.Says(FakeChat.Label()));
        Assert.StartsWith("small@", (await Labeler(well, remote).Label(Topic(100), CancellationToken.None))!.Model);
    }

    [Fact]
    public async Task A_service_that_is_down_is_asked_for_three_topics_and_no_more()
    {
        using FakeService service = new((_, _) => new Reply("""{"error":{"message":"overloaded"}}""", 500));
        TopicLabeler labeler = Labeler(remote: service);
        for (int topic = 0; topic < 6; topic++)
        {
            TopicLabel? label = await labeler.Label(Topic(10), CancellationToken.None);
            Assert.Equal($"the chat service at {Host(service)} failed after 4 attempts: 500: overloaded", label!.Failure);
        }

        Assert.Equal(3 * 4, service.Seen.Count);
    }

    [Fact]
    public async Task A_failure_now_and_then_does_not_end_the_asking()
    {
        using FakeService service = new((_, number) => number % 3 == 2 ? FakeChat.Says(FakeChat.Label()) : new Reply("no", 403));
        TopicLabeler labeler = Labeler(remote: service);
        List<bool> failed = [];
        for (int topic = 0; topic < 9; topic++) failed.Add((await labeler.Label(Topic(10), CancellationToken.None))!.LabelFailed);
        Assert.Equal([true, true, false, true, true, false, true, true, false], failed);
    }

    [Fact]
    public async Task A_cap_leaves_topics_unasked_and_marks_none_as_failed()
    {
        using FakeService service = new((_, _) => FakeChat.Says(FakeChat.Label()));
        TopicLabeler labeler = Labeler(remote: service, budget: new ChatBudget(maxCalls: 1));
        Assert.NotNull(await labeler.Label(Topic(10), CancellationToken.None));
        Assert.Null(await labeler.Label(Topic(10), CancellationToken.None));
        Assert.Equal("the cap on calls, 1, is reached", labeler.GivenUpFor(ChatFault.CapReached)!.Message);
    }

    [Fact]
    public async Task Personal_data_does_not_leave_unless_somebody_wants_it_to()
    {
        using FakeService service = new((_, _) => FakeChat.Says(FakeChat.Label()));
        await Labeler(remote: service).Label(Topic(10), CancellationToken.None);
        await Labeler(remote: service, mask: false).Label(Topic(10), CancellationToken.None);
        Assert.DoesNotContain("anna", service.Seen[0].Body);
        Assert.Contains("anna@example.com", service.Seen[1].Body);
    }

    private static TopicDescription Topic(long tickets) => new(0, tickets, ["card"], [new("Card declined", "My card was declined, write to anna@example.com")]);

    private static string Host(FakeService service) => new Uri(service.Address).Authority;

    private static TopicLabeler Labeler(FakeService? local = null, FakeService? remote = null, ChatBudget? budget = null, bool mask = true)
    {
        return new TopicLabeler(Open(local, "small"), Open(remote, "large"), new LabelerOptions(Categories, mask, RemoteAbove: 50), TimeProvider.System);

        LabelService? Open(FakeService? service, string model)
        {
            if (service is null) return null;
            ChatService chat = new(new ChatServiceOptions { Address = service.Address, Model = model }, budget, new SkippingClock());
            return new LabelService(chat, chat.Name);
        }
    }
}
