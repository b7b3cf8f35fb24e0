using System.Text;

namespace Earshot.Core.Sources;

/// <summary>The names that columns of tickets have in the wild, best first, in lower case without anything but letters and digits.</summary>
internal static class ColumnNames
{
    private static readonly Dictionary<ColumnRole, string[]> Known = new()
    {
        [ColumnRole.Text] =
        [
            "messagetext", "text", "body", "bodytext", "message", "messagebody", "consumercomplaintnarrative", "complaintnarrative",
            "narrative", "fulltext",
            "ticketbody", "tickettext", "ticketdescription", "issuedescription", "problemdescription", "complaintdescription",
            "longdescription", "description", "descr",
            "content", "reviewtext", "reviewbody", "reviewcontent", "review", "feedbacktext", "feedback", "commenttext", "commentbody",
            "comment", "comments", "complainttext",
            "complaint", "customermessage", "customercomment", "customercomments", "usermessage", "verbatim", "transcript",
            "conversation", "chat", "email", "emailbody", "mail",
            "post", "selftext", "tweet", "tweettext", "utterance", "query", "question", "questiontext", "request", "requesttext",
            "response", "answer", "details", "detail", "remarks",
            "remark", "notes", "note", "input", "sentence", "document", "beschreibung", "nachricht", "kommentar", "inhalt", "bewertung",
            "mensaje", "texto", "descripcion",
            "comentario", "commentaire", "texte", "testo", "issue", "problem",
        ],
        [ColumnRole.Title] =
        [
            "title", "subject", "summary", "headline", "ticketsubject", "tickettitle", "issuetitle", "reviewtitle", "heading", "header",
            "topic", "shortdescription", "betreff", "titel", "titre", "asunto", "titulo", "oggetto", "issue", "subissue", "name",
        ],
        [ColumnRole.Id] =
        [
            "ticketid", "ticketno", "ticketnumber", "ticketnr", "ticketkey", "ticket", "sourceid", "externalid", "issuekey", "issueid",
            "issuenumber", "issueno", "complaintid", "caseid", "casenumber", "caseno",
            "incidentid", "incidentnumber", "requestid", "requestnumber", "feedbackid", "reviewid", "messageid", "commentid",
            "conversationid", "postid", "tweetid", "questionid", "documentid", "docid", "recordid",
            "rowid", "key", "number", "no", "nr", "id", "uuid", "guid", "ref", "reference", "ticketref", "urlhash", "url", "link",
        ],
        [ColumnRole.Customer] =
        [
            "customerid", "customer", "customernumber", "customerno", "customername", "customeremail", "clientid", "client", "userid",
            "user", "username", "useremail", "accountid", "account", "accountname", "memberid",
            "contactid", "contact", "requesterid", "requester", "reporter", "authorid", "author", "sender", "from", "company",
            "companyname", "organisation", "organization", "kunde", "kundennummer", "kundenid", "cliente",
        ],
        [ColumnRole.Product] =
        [
            "productline", "product", "productname", "producttitle", "productid", "project", "projectname", "projectkey", "service",
            "servicename", "businessservice", "application", "app", "appname", "repository", "repo", "component", "module", "brand",
            "subreddit", "produkt", "projekt", "producto", "produit",
        ],
        [ColumnRole.CreatedAt] =
        [
            "createdat", "created", "createdon", "createddate", "createdtime", "createdutc", "creationdate", "creationtime",
            "datecreated", "timecreated", "openedat", "opened", "opendate", "openedon", "dateopened",
            "submittedat", "submitted", "submissiondate", "datesubmitted", "receivedat", "received", "datereceived", "receiveddate",
            "reportedat", "reporteddate", "timestamp", "datetime", "date", "time", "ts", "when",
            "day", "sentat", "sentdate", "postedat", "publishedat", "publicationdate", "reviewdate", "reviewtime", "ticketdate",
            "ticketcreated", "eventtime", "at", "datum", "erstelltam", "erstellt", "fecha",
        ],
        [ColumnRole.Source] =
        [
            "source", "sourcetype", "sourcekind", "sourcesystem", "channel", "platform", "origin", "submittedvia", "via", "medium",
            "kanal", "quelle",
        ],
    };

    private static readonly HashSet<string> All =
    [
        .. Known.Values.SelectMany(names => names),
        "category", "label", "labels", "intent", "priority", "status", "urgency", "type", "tags", "rating", "score", "sentiment", "class",
        "language", "country", "state",
    ];

    /// <summary>How usual the name is for the role: 0 the most; -1 when it is not known for it.</summary>
    public static int Rank(ColumnRole role, string column) => Array.IndexOf(Known[role], Normalise(column));

    /// <summary>True when columns are known to be called so, whatever they mean.</summary>
    public static bool IsKnown(string name) => All.Contains(Normalise(name));

    /// <summary>True when the name says outright that the column is an id of the row, and not of something that rows share.</summary>
    public static bool IsNamedId(string column) => Normalise(column) is var name && Rank(ColumnRole.Id, column) >= 0
        && (name.EndsWith("id", StringComparison.Ordinal) || name.StartsWith("ticket", StringComparison.Ordinal));

    private static string Normalise(string name)
    {
        StringBuilder letters = new(name.Length);
        foreach (char c in name)
            if (char.IsLetterOrDigit(c)) letters.Append(char.ToLowerInvariant(c));
        return letters.ToString();
    }
}
