namespace Earshot.Core.Synthetic.Topics;

/// <summary>Topics of the product line Mobile App.</summary>
internal static class MobileTopics
{
    public static IReadOnlyList<TopicTemplate> All { get; } =
    [
        new("app crashes on launch", 30, (52, 2), (10, 26, 1))
        {
            Subjects = """
                the crashing app
                the crashes
                an app that crashes
                this crash
                """,
            Problems = """
                The app [crashes|closes] right after I open it on my {phone}.
                App crashes on launch since {day}, {phone}, version {version}.
                I tap the icon, see the logo for a second and the app closes.
                It crashes every time I start it[, {appcode}|]. My phone is a {phone}.
                Can't open the app any more, it shuts down immediately[ on {phone}|].
                The app keeps crashing at startup, I have reinstalled it {times}.
                Opening the app from a link makes it crash on {phone}.
                After the splash screen it crashes back to the home screen, {phone}.
                Crash at start on all our company phones ({phone}).
                when i open application it is closing automatic, phone is {phone}
                """,
            Details = """
                I restarted the phone and cleared the cache.
                The crash report says {appcode}.
                Reinstalling didn't stop the crashes.
                It crashed {times} this morning alone.
                On my partner's phone it opens fine.
                There is [enough|^# GB of] free storage.
                It doesn't crash in flight mode.
                """,
            Shorts = """
                app crashes
                app crashes on start, {phone}
                keeps crashing on my {phone}
                won't open, crashes immediately
                crash at launch {appcode}
                """,
        },
        new("push notifications missing", 34, (34, 5), (26, 12, 0))
        {
            Subjects = """
                the notifications
                push notifications
                the missing notifications
                the push messages
                """,
            Problems = """
                I no longer get push notifications on my {phone}.
                Notifications arrive [hours|{minutes}] late or not at all.
                Push notifications are switched on, yet nothing shows up when a [payment|message|order] comes in.
                Since {day} the app doesn't notify me about new [messages|orders|bookings].
                I get every notification twice on my {phone}.
                How do I turn off the marketing notifications? I only want alerts for [payments|orders|messages].
                The badge shows ^ notifications, but the list is empty.
                No sound for notifications on {android}, only silent banners.
                Notifications stop after a few hours until I open the app again[, {phone}|, version {version}|].
                notification is not coming in my {phone} since {version}
                """,
            Details = """
                Notifications are allowed in the phone settings.
                Battery saving is off for the app, still no notifications.
                E-mail alerts arrive at once, push doesn't.
                I missed {many} alerts {date}.
                Do-not-disturb is not active.
                Logging out and in brings notifications back for a day.
                """,
            Shorts = """
                no notifications
                push not working on {phone}
                notifications late by {minutes}
                too many notifications
                no push alerts since {day}
                """,
        },
        new("dark mode request", 22, (8, 46), (78, 0, 0))
        {
            Subjects = """
                dark mode
                a dark theme
                the dark theme
                a night mode
                """,
            Problems = """
                Please add a dark mode[ to the app|, the white screen hurts my eyes at night|].
                Is a dark theme planned? My {phone} is set to dark and your app is blinding.
                Would love to have dark mode on my {phone}.
                Feature request: dark mode that follows the system setting.
                Any chance for a dark theme? Every other app on my {phone} has one.
                The dark mode in {version} has black text on a dark background, I can't read the [amounts|menus|buttons].
                I use the app mostly in the evening, a night mode would be great.
                Dark mode resets to light each time I open the app.
                Could you let us choose between the light and the dark theme?
                it will be nice if app have dark colour theme for night
                """,
            Details = """
                A true black theme would also save battery on OLED.
                The bright white is hard on the eyes.
                I voted for dark mode in your community in 202[2|3|4|5].
                Even a simple night theme would do.
                The charts should have dark colours too.
                The system theme on my phone is dark.
                """,
            Shorts = """
                dark mode please
                dark theme?
                when will dark mode come to {phone}?
                +1 for dark mode
                need a dark theme on my {phone}
                """,
        },
        new("slow sync", 36, (40, 4), (18, 18, 1))
        {
            Subjects = """
                the sync
                the slow sync
                the synchronisation
                the sync problem
                """,
            Problems = """
                Syncing between my phone and the web takes {minutes}.
                The app doesn't sync, changes I make on the {iphone} don't show up on the [tablet|web|laptop].
                Sync is stuck at [^#|99|0]% since {day}.
                My data on the phone is {days} old, pulling to refresh doesn't sync anything.
                Synchronisation is painfully slow with {many} [contacts|receipts|customers].
                The offline entries I made {date} were never synced and are gone.
                It says "last synced {days} ago" no matter how often I refresh.
                Two devices, {phone} and tablet, show different data and won't sync.
                Sync fails with {appcode} every time I go back online.
                app is not synchronise with desktop, very slow since {version}
                """,
            Details = """
                The Wi-Fi is fast, ^## Mbit.
                I logged out to force a full sync, no change.
                The sync icon spins for {minutes}.
                Items from {day} are missing on the other device.
                The sync log shows {appcode}.
                On mobile data it's even slower to sync.
                """,
            Shorts = """
                sync not working
                sync stuck at ^#%
                data not syncing on {phone}
                sync takes {minutes}
                out of sync since {day}
                """,
        },
        new("battery drain", 22, (42, 4), (34, 8, 0))
        {
            Subjects = """
                the battery drain
                the battery usage
                an app that eats the battery
                the power consumption
                """,
            Problems = """
                Your app drains the battery of my {phone}, ^#% in a few hours.
                Battery usage went through the roof since version {version}.
                The battery statistics show your app at [3|4|5|6]#%, mostly in the background.
                My {phone} gets hot and the battery is empty by noon when the app is installed.
                The app runs in the background all night and drains the battery.
                Why does the app need so much power? ^ hours of background activity {date}.
                Since the update my battery lasts half as long, {phone}.
                Location is used all the time, which kills the battery of my {phone}.
                battery is finish very fast because of your app in background
                """,
            Details = """
                Background refresh is off and it still drains.
                When I uninstall it the battery lasts a whole day.
                It used [3|4|5]#% of the battery {date}.
                The phone is only ^ months old.
                The phone gets warm in my pocket.
                Battery health is at 9#%.
                """,
            Shorts = """
                battery drain
                battery drain on {phone}
                app eats my battery, ^#%
                phone gets hot, battery empty
                """,
        },
        new("update fails to install", 26, (36, 2), (22, 16, 1))
        {
            Subjects = """
                the update
                the failed update
                the new version
                the update to 8.4
                """,
            Problems = """
                The update to {version} won't install on my {phone}.
                The [App Store|Play Store] says "update" again and again, but the version stays at 8.1.#.
                The download of the new version stops at ^#% with {appcode}.
                The app forces me to update, and there is no update in the store for my {phone}.
                After updating to {version} half of the menu is [gone|missing|empty].
                I can't install the new version: "not compatible with your device", {phone}.
                The update screen says "new version required" and the button does nothing.
                Updating failed {date} and now the old version is gone too.
                Can I go back to version 8.1? The new one removed [the calendar|the widget|exporting].
                update is not possible in my {phone}, every time error in store
                """,
            Details = """
                There's ^# GB of free space for the update.
                The store shows {appcode} while installing.
                I'm on the latest system version.
                I tried to install it over Wi-Fi and mobile data.
                Clearing the cache of the store didn't help.
                The old version said it is no longer supported.
                """,
            Shorts = """
                update fails
                can't install {version}
                update stuck on {phone}
                update to {version} broke the menu
                """,
        },
    ];
}
