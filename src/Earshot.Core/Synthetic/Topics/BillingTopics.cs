namespace Earshot.Core.Synthetic.Topics;

/// <summary>Topics of the product line Payment System about money taken, owed and accounted for.</summary>
internal static class BillingTopics
{
    public static IReadOnlyList<TopicTemplate> All { get; } =
    [
        new("duplicate charge", 54, (58, 1), (8, 34, 3))
        {
            Subjects = """
                the double charge
                the duplicate charge
                the second charge
                """,
            Problems = """
                I was charged twice for {order}, {amount} each.
                There are two charges of {amount} on my [bank statement|{card}|account] for [one|a single|the same] purchase.
                You took {amount} from my {card} [twice|two times] {date}.
                Double charge on {order}: {amount} was debited {date} and again the day after.
                My customer was billed twice for {order}, the second charge is {payment}.
                We see a duplicate charge for {payment}, same amount ({amount}), a few seconds apart.
                I clicked pay only once but was charged {times}.
                Why did you charge me {amount} two times? I only ordered once.
                The same payment went through twice, {payment}, {amount} each time.
                you charge my card double for {order}, I want the second {amount} back
                The checkout froze, I pressed pay again and now I've been charged double, {amount} too much.
                {bank} shows two identical charges from you, both {amount}, both from {day}.
                """,
            Details = """
                One of the two charges has to be reversed.
                The second charge is {payment}.
                Both charges are booked, not just pending.
                {bank} says the duplicate has to be cancelled by you.
                I can send you a screenshot of both charges.
                I only have one confirmation e-mail, for {order}.
                Please refund the duplicate payment of {amount}.
                It also happened to {many} of our customers: charged two times.
                """,
            Shorts = """
                charged twice for {order}
                double charge, {amount}
                charged two times!
                why two charges of {amount}?
                duplicate charge {payment}
                """,
        },
        new("refund not arrived", 58, (50, 3), (14, 26, 1))
        {
            Subjects = """
                my refund
                the refund
                the missing refund
                the refund you promised
                """,
            Problems = """
                I'm still waiting for my refund of {amount}[ for {order}|, it's been {days}].
                The refund for {order} was approved {date} but nothing has arrived [on my account|yet|on my {card}].
                I returned the goods {days} ago and have not received my refund.
                Where is my refund? You promised {amount} within {days}.
                Refund {payment} shows as completed, but {bank} [has not received anything|can't find it].
                It's been {days} since you confirmed the refund and there's still no money back.
                The refund for my cancelled order should be {amount}, only a part of it came back.
                We issued a refund to our customer {date} and it never reached their card.
                Can you tell me when the refund of {amount} will be [on my card|in my account|paid out]?
                I was told refunds take {days}. That was {date}.
                since {days} I wait for the refund of {amount}, nothing come
                The refund for {order} is "pending" since {day}.
                """,
            Details = """
                The refund should go to my {card}.
                {bank} needs a reference number for the refund.
                I have the return receipt from {day}.
                The card I paid with has been replaced, maybe the refund went there.
                The amount to refund is {amount}.
                The return was delivered to you {date}.
                I was promised my money back within {days}.
                Please send me the proof of the refund.
                """,
            Shorts = """
                where is my refund?
                refund not received, {order}
                still no refund after {days}
                refund {payment} missing
                when do I get my {amount} back?
                """,
        },
        new("wrong VAT on invoice", 30, (26, 6), (34, 12, 0))
        {
            Subjects = """
                the VAT on the invoice
                the wrong invoice
                the tax on our invoices
                the invoice correction
                """,
            Problems = """
                The VAT on {invoice} is wrong, it says [19|20|21|22]% and it should be [0|7|9|reverse charge|exempt].
                {invoice} shows no VAT number although we entered ours {date}.
                You charged us VAT ({amount}) even though we have a valid EU VAT id.
                Our accountant rejects {invoice}: the [tax rate|VAT id|company address|tax amount] is [missing|wrong].
                Could you [correct|reissue] {invoice}? The [company name|VAT number|billing address] is not right.
                The invoice total is {amount} but the tax line adds up to something else.
                We moved to {place} and invoices still carry the old tax rate.
                I need a proper VAT invoice for {amount}, the PDF I got has no tax breakdown.
                Invoices since {day} use the wrong VAT rate for [books|services|digital goods].
                How do I change the tax number on {invoice}?
                The invoice PDF shows VAT in [USD|dollars], our tax office needs it in euros.
                """,
            Details = """
                Our VAT number is in the billing settings since {day}.
                We need the corrected invoice for the tax return.
                The right tax amount would be {amount}.
                A credit note plus a new invoice would be fine.
                Reverse charge should apply, we are in another EU country.
                The same VAT mistake was on the invoice before.
                The accountant needs the invoice with the VAT id on it.
                """,
            Shorts = """
                wrong VAT on {invoice}
                VAT id missing on invoice
                need corrected invoice, {invoice}
                tax rate on {invoice} is wrong
                """,
        },
        new("charged after cancelling", 44, (62, 1), (10, 26, 1))
        {
            Subjects = """
                the cancelled subscription
                my cancellation
                the subscription I cancelled
                """,
            Problems = """
                I cancelled my subscription {date} and was charged {amount} again.
                You keep billing me for a subscription I cancelled {days} ago.
                My plan was cancelled in [October|November|December], why is there a renewal of {amount}?
                Subscription still active although I got the cancellation e-mail {date}.
                The cancel button does nothing, my subscription will renew [tomorrow|on Monday|next week].
                I want to cancel the yearly plan, you renewed it for {amount} without warning.
                Cancelled the free trial on time and still charged {amount} for the premium plan.
                I can't find where to cancel my [premium|pro|team] subscription.
                I downgraded to the free plan, but the old subscription fee ({amount}) was taken.
                My membership auto-renewed after cancelling, please stop the subscription.
                i cancel subscription {days} ago and still money is taken every month
                """,
            Details = """
                I have the cancellation confirmation from {day}.
                The account page says "cancelled" and "renews soon" at once.
                Please cancel the subscription and give back the {amount}.
                The trial was for 14 days, I cancelled on day ^.
                I haven't used the plan since I cancelled.
                Please delete my card so the subscription can't renew.
                """,
            Shorts = """
                cancelled but still charged {amount}
                cancel my subscription
                how do I cancel my plan?
                subscription renewed after cancelling
                stop billing me, I cancelled {date}
                """,
        },
    ];
}
