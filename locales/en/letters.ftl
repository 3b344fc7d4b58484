# The pages of letters: what became of each.
letters-log-title = Letters
letters-log-lead = “Sent” means that the mail server accepted the letter and carries it on. Whether the recipient has opened it, we do not know.
letters-overview-title = Overview
letters-overview-title-company = { $company }: overview
letters-overview-lead = How letters are going out at the moment.
letters-doubt-title = Letters that may or may not have arrived
letters-doubt-lead = You have to decide about these: we do not send them again by ourselves.
letters-no-subject = (no subject)
letters-cause-unknown = The cause is not known ({ $cause }).
letters-relay-trouble = The portal’s server is not sending letters at the moment.
letters-relay-trouble-meaning = Nothing is wrong with your letter or your settings. The portal’s operator sees this and is dealing with it; there is nothing for you to do.

## States
letters-state-waiting = Waiting
letters-state-sending = Being sent
letters-state-sent = Sent
letters-state-failed = Did not go out
letters-state-bounced = Came back
letters-state-in-doubt = In doubt
letters-state-paused = Paused
letters-state-canceled = Canceled
letters-waits-turn = In the queue, goes out in a moment.
letters-waits-planned = Goes out { $when }.
letters-waits-again = We try again { $when }.
letters-waits-next = The next one goes { $when }.
letters-waits-held = It waits until the settings are mended.
letters-rate-hour = { $who } allows { $n } letters an hour.
letters-rate-minute = { $who } allows { $n } letters a minute.
letters-rate-seconds = { $who } allows one letter every { $n } seconds.
letters-rate-day = { $who } allows { $n } letters a day.
letters-rate-unknown = { $who } lets letters through slowly.

## What just happened
letters-said-resent = The letter goes out again in a moment.
letters-said-mended = The letter goes out to the new address in a moment. This is the new letter.
letters-said-canceled = Canceled: this letter does not go out.
letters-said-settled-sent = Decided: the letter counts as sent.
letters-said-settled-failed = Decided: the letter counts as not sent, and is not sent again.
letters-said-retried = We are trying again now. In a moment you see here whether it worked.
letters-said-nothing-held = Nothing is held here any more: the letters are going out.
letters-said-faster = Somebody was faster, or the letter went out meanwhile. This is how it stands now; nothing was changed.
letters-said-content-gone = The letter’s content was deleted when its time was over, so it can not be sent again.
letters-said-not-ready = With the settings as they are no letter goes out. Look at the settings first.

## Log
log-column-to = Recipient
log-column-subject = Subject
log-column-state = State
log-column-user = Whose
log-column-when = Handed over
log-empty = There are no letters yet.
log-empty-hint = When you send an invoice or a letter from the portal, you see here at once what became of it.
log-no-match = There are no such letters. Try a shorter word or a longer time.
log-filter = Search letters
log-filter-search = Recipient or subject
log-filter-person = Whose letters
log-filter-from = From
log-filter-until = Until
log-filter-button = Search
log-filter-clear = Show all
log-narrowed-batch = Only the mass mailing “{ $what }”.
log-narrowed-cause = Only these: { $what }
log-narrowed-all = Show all
log-states = Letters by state
log-all = All
log-export = Download as a table (CSV)
log-export-cut = The file ends here: up to 100,000 letters can be downloaded at once. Choose a shorter time.
log-csv-why = Why
log-csv-attempts = Attempts
log-csv-since = In this state since
log-csv-batch = Mass mailing
log-csv-reference = Portal’s own name

## One letter
one-title-waiting = The letter is waiting
one-title-sending = The letter is being sent
one-title-sent = The letter was sent
one-title-failed = The letter did not go out
one-title-bounced = The letter came back
one-title-in-doubt = The letter may or may not have arrived
one-title-paused = The letter is paused
one-title-canceled = The letter was canceled
one-lead-waiting = The letter goes out by itself, there is nothing for you to do.
one-lead-sending = The letter is being handed to the mail server right now.
one-lead-sent = The mail server accepted the letter { $when }. From there on it carries it to { $recipient }.
one-lead-failed = The letter to { $recipient } was not sent.
one-lead-bounced = The mail server took the letter, but later word came that it had not reached { $recipient }.
one-lead-in-doubt = The connection broke after the letter had been handed over. It may have reached { $recipient }, or not.
one-lead-paused = The mass mailing is paused. The letter goes out when somebody lets it go on.
one-lead-canceled = Somebody canceled this letter { $when }. It did not go out.
one-facts = In short
one-created = Handed over
one-since = In this state since
one-deadline = We try until
one-batch = Mass mailing
one-reference = Portal’s own name
one-role-to = recipient
one-role-copy = copy
one-role-blind-copy = blind copy
one-replaced-by = In its place a letter was sent to a mended address.
one-replaced-by-link = See the new letter
one-replaces = This letter was sent in the place of another one, whose address was wrong.
one-replaces-link = See the first one
one-others = Other recipients of the same letter
one-act-resend = Send again
one-act-cancel = Do not send
one-act-arrived = It arrived
one-act-not-arrived = It did not, and need not
one-act-resend-hint = Exactly the same letter goes to the same address again.
one-act-doubt-hint = If the letter did arrive and you send it again, the customer gets two copies.
one-mend = Mend the address and send again
one-mend-address = The right address
one-mend-hint = The new letter goes to this address alone, with the same content and files.
one-mend-button = Send to this address
one-history = What was done
one-untried = Nobody has tried to send it yet.
one-tried-sent = Attempt { $n }: the mail server accepted it
one-tried-deferred = Attempt { $n }: did not work for now
one-tried-failed = Attempt { $n }: did not go out
one-tried-bounced = The letter came back
one-tried-in-doubt = Attempt { $n }: no answer came
one-tried-settled-sent = { $by } decided: it arrived
one-tried-resent = { $by } asked to send it again
one-somebody = Somebody
one-letter = The letter itself
one-content-gone = The letter’s content was deleted when its time was over. What became of it is kept.
one-from = From
one-reply-to = Answers to
one-to = To
one-copy = Copy
one-no-text = There is no text in the letter.
one-from-html = The recipient sees this letter with its design; here is its text alone.
one-files = Files

mend-address-missing = Write the recipient’s right address, for example customer@example.ee.
mend-address-at = The recipient’s address needs exactly one @, for example customer@example.ee.
mend-address-local = In the recipient’s address there is a character before the @ that can not be there.
mend-address-domain = The end of the recipient’s address, after the @, is not right; it has to be like example.ee.
mend-address-too-long = The recipient’s address is too long. See whether something else was pasted with it.
mend-address-same = This is the same address as before. Mend it, or press “Send again”.
mend-address-already = This letter has already gone to that address. Write another one.

## Letters in doubt
doubt-notice = { $n ->
    [one] 1 letter may or may not have arrived.
   *[other] { $n } letters may or may not have arrived.
}
doubt-notice-link = Decide what to do
doubt-meaning = The connection broke after the letter had been handed to the mail server, but before the server answered. The letter may have arrived. If you send it again, the customer may get two copies.
doubt-step1 = Ask the customer whether the letter is there, or look into the Sent folder of your mailbox.
doubt-step2 = If it is there, press “It arrived”.
doubt-step3 = If it is not, press “Send again”; if the letter is no longer needed, “It did not, and need not”.
doubt-empty = There are none: it is known of each letter what became of it.
doubt-total = { $n ->
    [one] 1 letter waits for your decision.
   *[other] { $n } letters wait for your decision.
}
doubt-chosen = With those chosen
doubt-nothing-chosen = Choose at least one letter.
doubt-said-resent = { $n ->
    [one] 1 letter goes out again in a moment.
   *[other] { $n } letters go out again in a moment.
}
doubt-said-settled-sent = { $n ->
    [one] 1 letter counts as sent.
   *[other] { $n } letters count as sent.
}
doubt-said-settled-failed = { $n ->
    [one] 1 letter counts as not sent.
   *[other] { $n } letters count as not sent.
}
doubt-said-missed = { $n ->
    [one] Of 1 letter somebody had already decided.
   *[other] Of { $n } letters somebody had already decided.
}

## Overview
days-sent = Sent
days-today = Today
days-seven = 7 days
days-all = 30 days
days-open = On the way
days-title = Letters by day
days-empty = There were no letters in the last 30 days.
days-about = Letters by day from { $from } to { $until }: { $n } in all, at most { $most } a day. The table has the same numbers.
days-most = { $n ->
    [one] at most 1 letter a day
   *[other] at most { $n } letters a day
}
days-table = Show the numbers as a table
days-day = Day
accounts-title = What holds letters up
accounts-held = Held since { $when }
accounts-trouble = No answer since { $when }
accounts-pace = Sends as fast as the provider allows
accounts-works = Works
accounts-waiting = { $n ->
    [0] No letter is waiting.
    [one] 1 letter is waiting.
   *[other] { $n } letters are waiting.
}
accounts-retry = Try again
accounts-settings = Open the settings
overview-batches = Mass mailings on their way
overview-batch-done = { $done } / { $total }
overview-failures = Why letters did not go out lately
overview-letters = { $n ->
    [one] 1 letter
   *[other] { $n } letters
}

## On the settings page
held-badge = Letters are waiting
held-notice = { $n ->
    [0] New letters will wait.
    [one] 1 letter is waiting.
   *[other] { $n } letters are waiting.
}
held-notice-link = See what is waiting
