namespace Earshot.Inference.Training.Corpus;

/// <summary>
/// Sentence frames of a help desk. <c>{noun}</c>, <c>{verb}</c> and <c>{adjective}</c> stand for words of WordNet, every other slot for an entry of the
/// list of its name. A frame says what people write; the slots carry words that no small collection of real tickets would show in such a place.
/// </summary>
internal static class TicketFrames
{
    /// <summary>The frames: 52.</summary>
    public static IReadOnlyList<string> Frames { get; } = Lines("""
        {hello}I cannot {verb} the {noun} in {app} any more
        {hello}my {device} shows "{error}" whenever I open the {noun}
        How do I {verb} a {noun} in {app}?
        {app} crashes when I try to {verb} the {noun}
        The {noun} is {adjective} since {day}, please help
        I was charged {amount} for the {noun} but never ordered it
        Where is my {noun}? It should have arrived {day}
        {hello}please {verb} my {noun} and let me know when it is done {thanks}
        Can you tell me why the {adjective} {noun} is not working on my {device}?
        I need access to the {noun} folder for {person}
        {person} cannot log in to {app}, it says "{error}"
        Refund for the {adjective} {noun} still not received after {count} days
        What does "{error}" mean when I {verb} the {noun}?
        The {device} in {place} does not {verb}
        We would like to order {count} {device}s for {place}
        Is it possible to {verb} more than one {noun} at a time?
        I changed my {account} and now {app} does not recognise the {noun}
        Feature request: let us {verb} {noun} by {noun}
        {hello}the {file} with the {noun} is missing from {app}
        I want to cancel my {plan} because the {noun} is too {adjective}
        Your {noun} is {adjective}, I will not {verb} here again
        Great {noun}, very {adjective}, {thanks}
        Why was my {payment} of {amount} declined at the {noun}?
        {app} is very slow when {person} tries to {verb} a {file}
        After the last update the {noun} button in {app} is {adjective}
        {hello}I forgot the {account} of my {noun} account, can you reset it?
        I lost my {device} {day}, what should I do about the {noun}?
        The invoice for {noun} says {amount} but the {plan} costs less
        Do you support {noun} and {noun} together?
        Error "{error}" while {app} was trying to {verb} {count} {file}s
        My {noun} arrived {adjective} and the {noun} was missing
        Please add {person} to the {noun} group in {app}
        {hello}could you please {verb} the {adjective} {noun} for {person}? {thanks}
        There is no {noun} in the {adjective} version of {app}
        How long does it take to {verb} the {noun}?
        I did not {verb} anything, but the {noun} has changed by itself
        The {noun} on the {device} is {adjective} and I can't {verb} it
        {person} left the company {day}, please {verb} the {noun}
        Who do I contact about a {adjective} {noun} in {place}?
        I would like to {verb} from the {noun} to the {plan}
        The {noun} did not {verb} the {file} that {person} sent {day}
        Printing a {file} with a {noun} gives "{error}"
        No {noun} on my {device}, only a {adjective} {noun}
        {hello}is the {noun} down? Nobody in {place} can {verb}
        The {payment} for the {noun} is still pending since {day}
        I keep getting {count} copies of the same {noun} from {app}
        Unable to {verb} {file}: {error}
        When will the {adjective} {noun} be available again?
        I bought the {noun} {day} and want to {verb} it, is that allowed?
        Someone used my {account} to {verb} a {noun} in {place}, please block it
        Support told me to {verb} the {noun}, that did not help, it is still {adjective}
        {hello}new starter {day}: {person} needs a {device}, {app} and a {noun}
        """);

    /// <summary>What the slots other than WordNet's stand for.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Slots { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["hello"] = ["", "", "", "Hi, ", "Hello, ", "Hi team, ", "Dear support, ", "Good morning, ", "Hey, "],
        ["thanks"] = ["", "thanks", "thank you", "many thanks", "please hurry", "thanks in advance", "best regards"],
        ["app"] = Words("""
            the app, the website, Outlook, Excel, Word, Teams, SharePoint, the portal, the browser, Chrome, the VPN, the shop, the mobile app,
            the dashboard, Jira, SAP, the CRM, Zoom, the intranet, the calendar, the mailbox, the time sheet, the database, the admin console,
            the API, Safari, Windows, the online banking, the payroll system, the checkout, Skype, the ticket system, the desktop client,
            OneDrive, Slack, the editor, the installer, the firewall
            """),
        ["device"] = Words("""
            laptop, phone, iPhone, tablet, printer, monitor, keyboard, mouse, docking station, router, headset, scanner, badge, card, projector,
            computer, server, camera, charger, desk phone, hard disk, USB stick, smart watch, modem, screen, webcam, adapter, cable, access card,
            terminal, car, battery
            """),
        ["file"] = Words("""
            document, spreadsheet, report, invoice, photo, e-mail, attachment, PDF, backup, contract, video, message, form, order, log, table,
            presentation, ticket, file, certificate, statement, receipt, picture, purchase order
            """),
        ["error"] = Words("""
            access denied, connection timed out, invalid password, file not found, out of memory, unknown error, page not found,
            permission denied, not enough space, session expired, license expired, null pointer exception, internal server error, bad request,
            certificate not trusted, user not found, network unreachable, operation failed, quota exceeded, index out of range, account locked,
            could not connect, update failed, disk full, unexpected end of file, syntax error
            """),
        ["account"] = Words("""
            password, e-mail address, phone number, PIN, user name, address, security question, last name, login, passcode, bank account,
            credit card, date of birth
            """),
        ["payment"] = Words("""
            payment, transfer, refund, top-up, deposit, direct debit, card payment, cash withdrawal, bank transfer, subscription fee,
            transaction, credit, cheque
            """),
        ["plan"] = Words("""
            subscription, premium plan, contract, membership, free trial, family plan, monthly plan, licence, insurance, order, reservation,
            newsletter, basic account
            """),
        ["person"] = Words("""
            my manager, our new colleague, the customer, a user, my team, the intern, Anna, John, Maria, the external consultant, our accountant,
            my wife, the driver, the sales team, Mr. Smith, a student, the developer, the administrator, the recruiter, one of our clients,
            the courier, the whole office
            """),
        ["place"] = Words("""
            the office, London, building B, the second floor, the warehouse, the meeting room, Berlin, the store, New York, the reception,
            the lab, the call centre, the data centre, my home office, India, the hotel, another country, the airport, the factory, our branch
            """),
        ["day"] = Words("""
            yesterday, this morning, last week, on Monday, two days ago, today, last month, on Friday, a week ago, over the weekend, last night,
            tomorrow, next week, in January, three weeks ago, on Tuesday afternoon, an hour ago, since the update
            """),
        ["count"] = Words("two, three, five, ten, 3, 7, 14, 25, 100, several, twenty, 1000"),
        ["amount"] = Words("$10, $49.99, 20 euros, £15, 100 dollars, €7.50, $200, 5 pounds, 1250 dollars, a fee, twice the price, $1"),
    };

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string[] Words(string text) => text.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
