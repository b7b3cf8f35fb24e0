namespace Earshot.Core.Synthetic.Topics;

/// <summary>Topics of the product line Payment System.</summary>
internal static class PaymentTopics
{
    public static IReadOnlyList<TopicTemplate> All { get; } =
    [
        new("card declined at checkout", 60, (42, 3), (12, 24, 3))
        {
            Subjects = """
                the declined card
                my declined card
                these card declines
                """,
            Problems = """
                My {card} [gets|is|keeps getting] declined at checkout[ with {paycode}|, even though there is enough money on it|].
                I tried to pay {amount} with my {card} and it was declined[ {times}|].
                Every time I try to pay by card I get "[card declined|your card was declined|declined by issuer]".
                Card declined at the checkout for {order}, but {bank} says [the card is fine|they never saw an attempt|nothing is blocked].
                Tried to buy for {amount}, card declined, {paycode}. The same card works [everywhere else|in other shops|on Amazon].
                Why is my {card} not accepted? It was declined {times} {date}.
                Your checkout refuses [my|our] {card} since {day}, {paycode}.
                The {bank} card I always use is suddenly declined when I check out.
                I am try to pay {amount} with my {card} but always it say card declined.
                Our customers tell us that their cards are declined at checkout, {many} declines since {day}.
                Paid with the same {card} last month, now the card is declined with {paycode}.
                checkout won't take my card, declined {times} now, amount is {amount}
                """,
            Details = """
                I called the bank and they see no decline on their side.
                Tried a second card from another bank, declined as well.
                The decline code is {paycode}.
                There is [plenty of|enough] credit on the card.
                The billing address on the card is correct, I checked {times}.
                I removed the card and added it again, still declined.
                It happens with large and with small amounts.
                The card isn't expired, it's valid until 0^/2^.
                {order} is [still in my basket|reserved until tomorrow].
                """,
            Shorts = """
                card declined again
                card declined, {paycode}
                {card} declined at checkout
                why was my card declined?
                payment of {amount} declined, card is fine
                """,
        },
        new("payout delayed", 42, (44, 3), (8, 36, 5))
        {
            Subjects = """
                the late payout
                our payout
                the delayed payouts
                our payouts
                """,
            Problems = """
                Our payout of {amount} was due {date} and hasn't arrived at {bank}.
                The weekly payout is [late|delayed] again, the dashboard says "in transit" since {day}.
                Payouts to our {bank} account have been on hold for {days} and nobody tells us why.
                We haven't received a payout for {days}, the balance is {amount}.
                Payout po_~~~~~~~~ failed, the bank details are correct.
                When will the payout for last week be sent? It usually comes on [Monday|Tuesday|Friday].
                The payout schedule changed from daily to weekly without notice.
                My payout is stuck on "processing" since {day}.
                The payout that arrived is {amount} short of what the settlement report says.
                I changed our bank account to {bank} and since then no payouts.
                where is our payout, {days} late, we must pay suppliers
                """,
            Details = """
                We need the payout to pay [salaries|rent|our suppliers].
                The IBAN has not changed.
                {bank} confirmed that no transfer came in.
                The dashboard shows an available balance of {amount}.
                All verification documents were uploaded {date}.
                The settlement report lists the payout as paid {date}.
                The payout before this one was {days} late as well.
                """,
            Shorts = """
                payout late again
                where is our payout of {amount}?
                payout po_~~~~~~ not arrived
                no payout since {day}
                payout on hold, why?
                """,
        },
        new("3-D Secure loop", 28, (46, 2), (10, 24, 2))
        {
            Subjects = """
                the 3-D Secure loop
                the 3DS verification
                the bank verification page
                3D Secure
                """,
            Problems = """
                The 3-D Secure page [reloads|comes back|starts over] again and again, I can't finish paying {amount}.
                After I confirm in the {bank} app, the 3DS window just [spins|stays white|goes back to the start].
                3D Secure verification loops for {card}: enter code, confirm, enter code, confirm.
                I approve the payment in my banking app and your page asks for verification again.
                Stuck in the 3DS challenge for {order}, it never returns to the shop.
                The verification code from {bank} is accepted and then the 3-D Secure window opens once more.
                Our customers get caught in the 3DS authentication, {many} abandoned payments since {day}.
                The bank verification popup is blank on {phone}, so I can't authenticate.
                3DS authentication fails with "authentication_failed" for all {bank} cards.
                when I confirm in bank app the 3d secure page is coming again and again
                """,
            Details = """
                I approved it {times} in the {bank} app.
                It happens in Chrome and in Safari.
                The 3DS code arrives by SMS and is accepted.
                Without 3-D Secure, on another site, the same card works.
                The challenge window closes after {minutes} with a timeout.
                Authentication ends with {paycode}.
                Cards from other banks pass the verification.
                """,
            Shorts = """
                3DS loop
                3D Secure keeps asking for a code
                endless bank verification for {amount}
                3-D Secure page blank on {phone}
                """,
        },
        new("discount code rejected", 24, (24, 8), (38, 10, 0))
        {
            Subjects = """
                the discount code
                the promo code
                my coupon
                the voucher
                """,
            Problems = """
                The discount code [SAVE^0|WELCOME1#|SPRING^0|FRIEND^#] is rejected as [invalid|expired|already used].
                My promo code for ^0% off isn't applied to {order}.
                I entered the coupon [SAVE^0|VIP^#|WELCOME1#] and the price stayed at {amount}.
                The voucher from your newsletter doesn't work at checkout.
                I paid full price because the promo code field was missing, can the ^0% still be applied?
                The gift voucher over {amount} says "not valid for this product".
                Our shop's discount codes stopped working {date}, all coupons are refused.
                The coupon [SAVE^0|VIP^#|WELCOME1#] works for the monthly plan and not for the yearly one.
                the code [VIP^#|SAVE^0] say expired but the mail say valid until end of month
                """,
            Details = """
                The code is valid until the end of the month according to the mail.
                I've never used this coupon before.
                The discount should be {amount}.
                Tried the voucher in capitals and in small letters.
                The basket is above the minimum of {amount} for the discount.
                Please add the discount by hand.
                """,
            Shorts = """
                promo code not working
                coupon [SAVE^0|VIP^#] invalid
                discount missing on {order}
                voucher rejected, {amount}
                """,
        },
        new("payment gateway error", 30, (44, 1), (6, 36, 8))
        {
            Subjects = """
                the payment gateway
                the gateway errors
                the failing payment page
                the payment page
                """,
            Problems = """
                The payment page shows "gateway error" when [I|our customers] try to pay.
                Payments fail with a 50[0|2|3] from the payment gateway[, {payment}|].
                The payment form hangs on "processing" and ends in a gateway timeout.
                Since {day} the gateway returns an unknown error on every [second|third|tenth] payment.
                I can't load the payment page at all, only a white screen and PAY-5###.
                Internal error PAY-5### from the gateway when paying {amount}.
                The gateway dropped {many} payments {date}, all without a reason.
                PayPal and Apple Pay buttons have vanished from the payment page.
                the payment site is giving error 50[0|2|3] since {minutes}
                """,
            Details = """
                Reloading the payment page does not help.
                The gateway log says PAY-5###.
                Other payment methods fail in the same way.
                It happens in all browsers.
                Our integration of the payment form has not changed since {day}.
                The error comes after {minutes} of waiting.
                """,
            Shorts = """
                gateway error PAY-5###
                payment page not loading
                payment form hangs
                gateway timeout again
                """,
        },
    ];
}
