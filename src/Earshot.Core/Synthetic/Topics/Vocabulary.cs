namespace Earshot.Core.Synthetic.Topics;

/// <summary>Groups that phrases refer to by name; a group may use those above it.</summary>
internal static class Vocabulary
{
    /// <summary>Drawn anew at each use.</summary>
    public static IReadOnlyList<(string Name, string Lines)> Words { get; } =
    [
        ("days", """
            [two|three|four|five|six|ten] days
            a week
            [2|3|4|5|6|8|9|10|12] days
            over a week
            [two|three] weeks
            """),
        ("minutes", """
            [5|10|15|20|30|40|45] minutes
            half an hour
            an hour
            [two|three|4] hours
            """),
        ("times", """
            twice
            [3|4|5|6] times
            three times
            a dozen times
            several times
            """),
        ("many", """
            ^#
            ^##
            about ^0
            around ^00
            """),
        ("first", """
            Anna
            Marco
            Priya
            Tom
            Sofia
            James
            Lena
            Omar
            Julia
            Dave
            Mei
            Pedro
            Karen
            Ivan
            Fatima
            Chris
            Nina
            Sam
            """),
        ("last", """
            Weber
            Rossi
            Patel
            Smith
            Garcia
            Novak
            Jansen
            Silva
            Dubois
            Murphy
            Chen
            Kowalski
            """),
        ("mailbox", """
            anna.weber@example.com
            m.rossi@example.org
            p.patel##@example.com
            tom.smith@example.net
            sofia_garcia@example.com
            j.novak^#@example.org
            accounts@example.com
            billing+^##@example.net
            lena.jansen@example.com
            omar^##@example.com
            """),
    ];

    /// <summary>The same wherever a message says them: its card, its amount, its phone.</summary>
    public static IReadOnlyList<(string Name, string Lines)> Facts { get; } =
    [
        ("amount", """
            €^#.##
            €^#.90
            €^##.00
            $^#.##
            $^##.99
            $^##
            £^#.##
            £^##.50
            ^## euros
            ^#.## EUR
            $1,^##.##
            """),
        ("order", """
            order ^#####
            order №^####
            ORD-^#####
            order ORD-^#####
            order number ^######
            my order
            our last order
            """),
        ("invoice", """
            invoice INV-2025-####
            invoice INV-2026-0###
            INV-^#####
            invoice no. ^####
            our [December|January|last] invoice
            """),
        ("payment", """
            pay_~~~~~~~~
            transaction ^########
            txn_~~~~~~~~~~
            payment id pay_~~~~~~~~~~
            reference ^######
            """),
        ("card", """
            Visa
            Mastercard
            Visa debit card
            Amex
            company card
            credit card
            debit card
            card ending in ####
            Visa ending ####
            Mastercard ending in ####
            """),
        ("bank", """
            ING
            Barclays
            Santander
            Chase
            Revolut
            Monzo
            Deutsche Bank
            BBVA
            HSBC
            N26
            Wells Fargo
            """),
        ("paycode", """
            PAY-1###
            PAY-2###
            error ^0##
            do_not_honor
            card_declined
            insufficient_funds
            generic_decline
            code 05
            """),
        ("appcode", """
            APP-^##
            error code ^###
            code E-^##
            error 0x8~~~
            """),
        ("iphone", """
            iPhone [12|13|14|15|16]
            iPhone [13|14|15] Pro
            iPhone SE
            iPhone [15|16] Pro Max
            iPad [Air|mini]
            iPhone 14 on iOS 1[7|8].^
            """),
        ("android", """
            Pixel [6|7|8|8a|9]
            Galaxy S2[1|2|3|4]
            Samsung A5[2|3|4]
            OnePlus 1[1|2]
            Xiaomi 1[2|3|4]
            Redmi Note 1[1|2|3]
            Moto G8^
            Galaxy S23 with Android 1[4|5]
            """),
        ("phone", """
            {iphone}
            {android}
            """),
        ("version", """
            [8.3|8.4|8.2].#
            8.4.1
            8.3.^
            """),
        ("library", """
            Python
            Node
            PHP
            Java
            Ruby
            .NET
            Go
            """),
        ("package", """
            {library} SDK
            {library} client
            {library} library
            """),
        ("release", """
            [4|5].#.#
            5.^#.0
            v4.^
            """),
        ("endpoint", """
            /v[1|2]/payments
            /v[1|2]/refunds
            /v2/customers
            /v[1|2]/invoices
            /v2/payouts
            /v2/transactions
            /v1/subscriptions
            """),
        ("apicode", """
            req_~~~~~~~~
            request id req_~~~~~~~~~~
            trace ~~~~~~~~
            """),
        ("event", """
            payment.succeeded
            payment.failed
            refund.created
            invoice.paid
            customer.updated
            payout.completed
            """),
        ("place", """
            Berlin
            Lyon
            Leeds
            Austin
            Toronto
            Madrid
            Porto
            Dublin
            Utrecht
            Denver
            Milan
            """),
        ("business", """
            small shop
            bakery
            bike store
            SaaS startup
            language school
            online store
            yoga studio
            hotel
            book shop
            charity
            """),
    ];
}
