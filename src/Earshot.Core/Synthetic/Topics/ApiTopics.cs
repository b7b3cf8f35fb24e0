namespace Earshot.Core.Synthetic.Topics;

/// <summary>Topics of the product line API Integration.</summary>
internal static class ApiTopics
{
    public static IReadOnlyList<TopicTemplate> All { get; } =
    [
        new("webhook not delivered", 32, (34, 3), (12, 28, 2))
        {
            Subjects = """
                the webhooks
                our missing webhooks
                webhook delivery
                the webhook
                """,
            Problems = """
                We no longer receive webhooks for {event}.
                The {event} webhook isn't delivered to our endpoint since {day}.
                Webhook events are missing: {many} payments {date}, only half of the {event} calls came in.
                Your dashboard lists the webhook as delivered, our server never got the request.
                Webhooks for {event} are sent {times}, how do we deduplicate them?
                The signature of the {event} webhook doesn't validate any more.
                Webhook deliveries fail with a TLS error on your side, our certificate is valid.
                Is there a way to replay the webhooks from {day}? Our endpoint was down for {minutes}.
                The webhook for {event} comes before the API knows the object.
                Our webhook endpoint was disabled automatically after {many} failures.
                webhook is not coming for {event}, in test it was working
                """,
            Details = """
                The endpoint answers 200 within ^## ms.
                Nothing in our access log for the webhook.
                The signing secret hasn't changed.
                Event evt_~~~~~~~~ is one example.
                Retries of the webhook don't come either.
                A manual test event from the dashboard does arrive.
                Our firewall allows all of your webhook addresses.
                """,
            Shorts = """
                webhooks not arriving
                no {event} webhook since {day}
                webhook signature invalid
                missing webhook evt_~~~~~~
                webhooks sent twice
                """,
        },
        new("rate limit 429", 36, (30, 4), (20, 24, 2))
        {
            Subjects = """
                the rate limit
                the 429 errors
                the rate limiting
                our request quota
                """,
            Problems = """
                We get 429 Too Many Requests on {endpoint} with only {many} calls a minute.
                Rate limit hit on {endpoint} although we stay below the documented limit.
                Could you raise our rate limit? We need {many} requests per second for {endpoint}.
                The Retry-After header on 429 responses is [missing|always 0|wrong].
                Since {day} our nightly job runs into the rate limit after {minutes}.
                429 errors for {many} requests {date}, what is the limit for our plan?
                Is the rate limit per API key or per account? We see 429 on all keys.
                Being throttled on {endpoint}, the X-RateLimit-Remaining header says ^##.
                Bulk import of {many} customers is impossible with the current rate limit.
                we are getting 429 too many request on {endpoint} but we send only {many}
                """,
            Details = """
                We already back off exponentially on 429.
                The quota page shows ^#% used.
                Request limit on our plan is ^00 per minute.
                Throttling starts at about ^# requests per second.
                A higher limit for {endpoint} would solve it.
                Example of a throttled call: {apicode}.
                """,
            Shorts = """
                429 on {endpoint}
                rate limit too low
                what is the rate limit for {endpoint}?
                too many 429s since {day}
                throttled, {apicode}
                """,
        },
        new("401 token expired", 36, (32, 2), (12, 30, 3))
        {
            Subjects = """
                the 401 errors
                the expired token
                our API key
                the token refresh
                """,
            Problems = """
                All requests to {endpoint} return 401 Unauthorized since {day}.
                The access token expires after {minutes} instead of 24 hours.
                401 "token expired" on {endpoint}, although the token was issued {minutes} ago.
                Refreshing the access token fails with invalid_grant[, {apicode}|].
                Our API key stopped working {date}, every call is a 401.
                I rotated the API key {date} and both the old and the new one give 401 Unauthorized.
                The bearer token works in Postman and gives 401 in our {library} code.
                How long is a refresh token valid? Ours expired over night.
                Getting "invalid signature" for JWT tokens issued by your auth server, 401 each time.
                after {minutes} token is expire and refresh for {endpoint} is giving 401 again
                """,
            Details = """
                The clock of the server is in sync.
                The Authorization header is sent, {apicode}.
                A new API key didn't change it.
                The token's scope includes {endpoint}.
                Decoded, the token has an exp in the future.
                Same key, same code, worked until {day}.
                """,
            Shorts = """
                401 on {endpoint}
                401 unauthorized, {apicode}
                api key stopped working
                token expired after {minutes}
                invalid_grant when refreshing the token
                """,
        },
        new("sandbox differs from production", 22, (26, 5), (34, 12, 0))
        {
            Subjects = """
                the sandbox
                the test environment
                sandbox mode
                the sandbox data
                """,
            Problems = """
                The sandbox behaves differently from production for {endpoint}.
                In the sandbox {event} is sent at once, in live mode it isn't sent at all.
                Test cards that should be refused succeed in the sandbox.
                Our sandbox account lost all test data {date}.
                The test environment returns 50[0|2|3] since {day}, we can't test our integration.
                How can we simulate a [refund|dispute|failed payout] in the sandbox?
                {endpoint} returns 404 in the sandbox and works in live mode.
                Need a second sandbox for our staging team, is it possible?
                Sandbox keys don't work on the test host, only live keys do.
                in sandbox is everything ok but live is different answer for {endpoint}
                """,
            Details = """
                The field is null in the sandbox and filled in production.
                We need the sandbox for our tests before going live.
                Test mode is on, key starts with sk_test_~~~~.
                Example from the sandbox: {apicode}.
                Our test suite runs against the sandbox every night.
                Same payload in test mode and live mode.
                """,
            Shorts = """
                sandbox down?
                sandbox returns 50[0|2|3]
                {endpoint} missing in sandbox
                test mode differs from live, {apicode}
                """,
        },
        new("slow API responses", 34, (44, 2), (10, 34, 5))
        {
            Subjects = """
                the response times
                the slow API
                the timeouts
                the latency
                """,
            Problems = """
                {endpoint} takes [8|10|12|15|20|25|30] seconds to answer since {day}.
                Response times of {endpoint} went from ^## ms to ^ seconds.
                Requests to {endpoint} time out after 30 seconds, about ^#% of them.
                High latency from [eu-west|Frankfurt|us-east|Singapore|London], p95 is ^### ms.
                We see timeouts on {endpoint} every day around [noon|9 am|midnight].
                504 Gateway Timeout on {endpoint}, {many} times {date}.
                The API has become very slow, a simple GET on {endpoint} needs ^ seconds.
                Our {library} client reports "read timed out" on {endpoint}.
                Latency spikes up to ^# seconds since {day}, {apicode}.
                api is very slow, {endpoint} take more than ^# second
                """,
            Details = """
                A ping to the host is ^# ms, so it's not the network.
                Slow example: {apicode}, ^# seconds.
                Smaller responses are just as slow.
                Our p99 latency graph shows it since {day}.
                We had to raise our timeout to ^0 seconds.
                Writes are fast, only reads time out.
                """,
            Shorts = """
                API slow today
                {endpoint} timing out
                504 on {endpoint}
                latency ^### ms since {day}
                timeouts again, {apicode}
                """,
        },
        new("OAuth redirect mismatch", 24, (30, 3), (20, 20, 1))
        {
            Subjects = """
                the OAuth redirect
                the redirect_uri error
                the OAuth flow
                the consent screen
                """,
            Problems = """
                OAuth login fails with redirect_uri_mismatch since {day}.
                The redirect after the OAuth consent goes to http instead of https.
                We registered a second redirect URI {date} and still get "invalid redirect_uri".
                The OAuth authorize page shows an error for our app, client id app_~~~~~~.
                After consent the OAuth state parameter comes back [empty|cut off|changed].
                Can we use [localhost|a wildcard|a custom scheme] as redirect URI for testing?
                The OAuth callback has no code parameter, only error=access_denied.
                Users who connect their account land on a blank page after the OAuth consent.
                PKCE isn't accepted: "invalid code_verifier" in the OAuth token request.
                redirect url is correct in our app but oauth say mismatch
                """,
            Details = """
                The redirect URI matches to the letter, I compared {times}.
                Client id is app_~~~~~~.
                It fails only for [new users|admins|Safari users].
                A trailing slash in the redirect makes no difference.
                The consent screen itself is displayed.
                We use the authorization code flow with {library}.
                """,
            Shorts = """
                redirect_uri_mismatch
                oauth callback broken, app_~~~~~~
                OAuth consent page blank
                invalid redirect URI since {day}
                """,
        },
    ];
}
