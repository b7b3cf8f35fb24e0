namespace Earshot.Core.Synthetic.Topics;

/// <summary>The planted incidents: bursts near the end of the 30 days. The day before as-of is day 29.</summary>
internal static class PlantedIncidents
{
    public static IReadOnlyList<IncidentTemplate> All { get; } =
    [
        new("payment outage", "payment gateway error", FirstDay: 20, Days: 2, PerMille: 11)
        {
            Problems = """
                All payments are failing with "gateway unavailable" since this morning.
                Your payment gateway is down, nothing goes through at our checkout.
                Payment outage? Every payment ends with PAY-5031, gateway unavailable.
                No customer can pay, the gateway returns 503 for every single payment.
                Checkout is completely down, PAY-5031 gateway unavailable on every attempt.
                Since {minutes} no payment works, neither cards nor PayPal, only PAY-5031.
                Gateway unavailable! {many} failed payments in the last hour.
                We can't take any payments, the gateway answers 503 since [9|10|11] o'clock.
                Tried to pay {amount} {times}, always "gateway unavailable, PAY-5031".
                gateway is unavailable for all payments, our shop in {place} stands still
                """,
            Details = """
                Your status page still says all systems operational.
                {many} of our orders failed with PAY-5031 so far.
                Card terminals and the online checkout are both down.
                The gateway health check fails as well.
                We have lost about {amount} since the outage began.
                Is there an outage at the gateway?
                """,
        },
        new("Android release crash", "app crashes on launch", FirstDay: 25, Days: 2, PerMille: 9)
        {
            Problems = """
                Since the update to 8.4.2 the app crashes at startup on my {android}.
                Version 8.4.2 crashes on every start, {android}.
                After last night's update 8.4.2 the app won't open on my {android}, it crashes at once.
                8.4.2 is broken on Android: crash right after the logo, {android}.
                Updated to 8.4.2 and now there is only "app keeps stopping" on my {android}.
                The app keeps stopping since 8.4.2, I have a {android}.
                {android}, Android 1[3|4|5], app 8.4.2: crashes on launch, 100% of the time.
                All of our drivers have a {android} and the app crashes since 8.4.2, nobody can work.
                app keeps stopping after update 8.4.2 on {android}
                """,
            Details = """
                8.4.1 worked fine.
                Can I get 8.4.1 back?
                Clearing the data of the app doesn't help, 8.4.2 still crashes.
                My partner's iPhone has no problem.
                The Play Store reviews of 8.4.2 all say the same.
                The crash message is "app keeps stopping".
                """,
        },
        new("webhook delay", "webhook not delivered", FirstDay: 27, Days: 1, PerMille: 7)
        {
            Problems = """
                Webhooks are delayed by [two|three|four|several] hours today.
                {event} webhooks arrive {minutes} late since this morning.
                Huge webhook delay today: events from [8|9|10] am came in at [noon|1 pm|2 pm].
                The webhook queue seems to be stuck, {many} {event} events are still pending.
                Delayed webhooks: our orders stay unpaid because {event} comes hours late.
                All webhooks show "pending delivery" in the dashboard since [7|8|9] am.
                Webhook backlog on your side? {event} is {minutes} behind.
                webhooks are coming hours late today, {event} also
                """,
            Details = """
                The pending delivery counter is at ^,###.
                Customers pay and don't get their order, because the webhook is hours late.
                The delay keeps growing, now {minutes}.
                Event evt_~~~~~~~~ was created at [8|9]:## and delivered at 1[2|3|4]:##.
                How large is the webhook backlog?
                """,
        },
    ];
}
