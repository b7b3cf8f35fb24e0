namespace Earshot.Core.Synthetic.Topics;

/// <summary>
/// What people write whatever it is about: greetings, feelings, pressure, questions, signatures. Kept short, so that the topic's words
/// outweigh them.
/// </summary>
internal static class CommonPhrases
{
    public const string Greetings = """
        Hi!
        Hello,¶
        Hi there!
        Hi,¶
        Hi team,¶
        Good morning!
        Hello support!
        Dear support team,¶
        Hi,¶¶
        Hey guys!
        Dear Sir or Madam,¶¶
        Good afternoon.
        Hello {first} and team,¶
        """;

    public const string Contexts = """
        I run a {business} in {place}.
        Customer since 201#.
        We are a {business} with ^# employees.
        Not sure if this is the right place to ask.
        I already wrote to you {date}.
        Writing again because my last ticket (№^#####) was closed.
        Sorry for the long message.
        My colleague {first} already called about this.
        New customer here.
        The chat bot sent me here.
        """;

    public const string NegativeFeelings = """
        [This is|It's] [really|so|extremely|incredibly] frustrating.
        I am [fed up|really annoyed|losing patience] with {it}.
        Very disappointed.
        Honestly, {it}, what a [joke|disgrace|nightmare].
        Terrible experience, {it} again.
        This is unacceptable.
        I'm [really|very|seriously] unhappy about {it}.
        Why is there still no [fix|solution|answer] for {it}?
        I've wasted {minutes} on {it} [today|already|now].
        Awful support so far.
        We are [seriously|this close to] thinking about leaving because of {it}.
        Nobody seems to care about {it}.
        Worst service I've [had|used|paid for] in years.
        It was the same [story|mess|disaster] {date}.
        I hate having to chase you about {it}.
        Ridiculous.
        I expected [better|a lot more] from you.
        It makes us look like amateurs.
        """;

    public const string PositiveFeelings = """
        Otherwise [really|very] happy with [the product|you|everything].
        Great [support|service] so far, thank you!
        Apart from {it} I love it.
        Thanks for the [quick|friendly|great] help last time!
        Your team was [super|so] helpful {date}.
        {first} from your team was [brilliant|amazing|very kind], please pass on my thanks!
        [Love|Loving] the product, keep it up!
        Everything else works [great|perfectly|beautifully].
        Really appreciate [your help|the great work].
        Big fan, been recommending you to everyone.
        """;

    public const string LowPressures = """
        No rush.
        Not urgent, [just wondering|just curious].
        Whenever you have [time|a minute].
        It's a small thing, but still.
        Low priority for us.
        Just [a heads-up|letting you know|a minor thing].
        No hurry with {it}.
        Nothing dramatic, just {it}.
        """;

    public const string HighPressures = """
        Please look at it today.
        This is urgent.
        I need {it} sorted before [tomorrow|Friday|the weekend|month end].
        Please [hurry|escalate this|treat this as urgent].
        I need an answer about {it} today.
        [Several|Many] of our customers are complaining about {it}.
        ASAP please!
        This is blocking [us|our team].
        Urgent, we have a deadline on [Monday|Thursday|Friday].
        """;

    public const string CriticalPressures = """
        We are losing [sales|money|orders|customers] every minute!
        Our whole business is [down|at a standstill] because of {it}.
        This is an emergency, call me immediately.
        Production is down.
        Everything is down for all of our customers.
        We've lost {amount} in sales already!
        CRITICAL, please get someone on {it} right now.
        Complete outage on our side, nobody can work.
        """;

    public const string Questions = """
        Any ideas?
        What can I do about {it}?
        Is this a known issue?
        Can you [check|have a look|look into it]?
        Could someone [please |]look into {it}?
        Is there a [fix|workaround] for {it}?
        [Please|Pls] advise.
        When will you [fix|look at|deal with] {it}?
        How do I [solve|get around] this?
        Who can help me with {it}?
        Do you need [more details|logs|screenshots] from me?
        What do you need from me to look into {it}?
        What am I doing wrong?
        Please help with {it}.
        """;

    public const string SignOffs = """
        Thanks
        Thanks!
        Thank you
        Thanks, {first}
        Regards, {first}
        Kind regards,¶{first} {last}
        Best, {first}
        Cheers
        Many thanks, {first}
        Thx
        {first}
        Best regards¶{first}
        Thanks in advance
        """;

    // reserved names and numbers: example.com (RFC 2606), 555-01xx, documentation networks (RFC 5737), card networks' test numbers
    public const string PersonalDetails = """
        You can reach me at {mailbox}.
        My [account|login] is {mailbox}.
        Please reply to {mailbox}.
        Call me on (415) 555-01##.
        My number is 212-555-01##.
        Phone: +1 303 555 01##.
        The IP is 192.0.2.1##.
        It comes from 198.51.100.^#.
        Our office IP is 203.0.113.^#, if that helps.
        The card is 4242 4242 4242 4242.
        Account in the name of {first} {last}, {mailbox}.
        """;

    // what a form or a careful writer adds, by product line
    public const string PaymentReferences = """
        Customer number ^######.
        Merchant id M-^#####.
        My account number is ^#######.
        Paid in [Chrome|Safari|Firefox|Edge] on [Windows|Mac|my phone].
        Contract no. ^####-##.
        Reference ^######.
        Payment id: {payment}
        Plan: [basic|pro|team|premium], account ^#####.
        """;

    public const string MobileReferences = """
        App {version}, {phone}.
        App version {version}, build ^###.
        User id ^#######.
        Device: {phone}
        Sent from my {phone}
        My user name is {first}##^.
        Account ^######.
        """;

    public const string ApiReferences = """
        Request id: req_~~~~~~~~
        Account acct_~~~~~~.
        Our app id is app_~~~~~~~~.
        We call it from {library}, SDK {release}.
        Region [eu-west|us-east|eu-central|ap-south], account acct_~~~~~~.
        Timestamp [0|1]#:[1|2|3|4]#:[1|2|3|5]# UTC.
        Integration id ^#####.
        """;

    public const string FollowUps = """
        any update on this?
        Any update on this?
        Any news?
        still waiting for a reply
        Hello? Anyone there?
        same problem again
        Is anyone looking at my ticket?
        Any update on {it}?
        still no answer about {it}
        Following up on ticket №^#####, it's about {it}.
        What is happening with {it}? Ticket №^#####.
        """;
}
