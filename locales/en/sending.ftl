# Writing a letter, and mass mailings.

## A letter
compose-title = New letter
compose-title-draft = Unfinished letter
compose-saved-at = Saved { $when }
compose-to = To
compose-to-hint = Separate several addresses with commas.
compose-copies = Copy and blind copy
compose-copy = Copy
compose-blind-copy = Blind copy
compose-blind-copy-unseen = Blind copy (the others do not see it)
compose-also = By the settings { $addresses } also gets a copy.
compose-subject = Subject
compose-no-subject = (no subject)
compose-text = Text
compose-look-hint = The portal made this letter’s look. It goes along as long as you do not change the text. A changed text goes out without it.
compose-files = Files
compose-files-hint = One file up to { $file } MB, the letter with its files up to { $letter } MB.
compose-attach = Add
compose-remove = Remove
compose-send = Send
compose-preview = Preview
compose-save = Save draft
compose-delete = Delete the letter
compose-delete-sure = The text and the files are lost. They can not be brought back.
compose-delete-button = Delete
compose-not-ready = You can send when the settings are in order. Until then you can write the letter: it stays here.
compose-to-settings = Open the settings
size-kb = { $n } KB
size-mb = { $n } MB

compose-said-saved = The draft is saved.
compose-said-attached = The files are added.
compose-said-removed = The file is removed.
compose-look-lost = You changed the text. The letter now goes out as plain text, without the portal’s look. To get the look back, open the letter from the portal again.
compose-changed = The letter was changed in another window in the meantime. This is how it goes out now: look at it and send it.
compose-overtaken = This letter was changed in another window in the meantime. Here is what you have just written. If you save again now, this is what counts.
compose-gone = This letter is no longer among the drafts: it was sent or deleted in the meantime. Here is what you have written. If you save, it becomes a new draft.
compose-too-many = There are { $most } drafts already. Delete an old one, then a new one can be saved. What you wrote here stays as long as you keep this page open.
compose-full = Your drafts take up { $most } MB already, and there is no room for this. Delete an old draft or a file, then it can be saved. What you wrote here stays as long as you keep this page open.
compose-refused-not-ready = The letter was not sent: the settings are not in order. The letter is saved.
compose-already-sent = This letter was sent already, but with other content. To send this one too, press “Send” again.

## What is wrong with a file
letter-file-too-large = The file “{ $name }” is too large and was not added. One file may have up to { $most }.
letter-files-full = The file “{ $name }” was not added: your company has too many files that went with no letter yet. Files of old drafts count too; the others are deleted after a few days.
letter-file-name = The name of a file can not go with a letter. Give the file a simpler name and add it again.
letter-file-of = { $name }: { $problem }
letter-file-gone = One of the files is no longer there. Remove it and add it again.

compose-preview-title = Preview
compose-preview-lead = This is how the letter reaches its recipient.
compose-preview-look = The portal’s look goes along. Here you see the same letter as text.
compose-edit = Edit

compose-sent-title = The letter is on its way
compose-sent-lead = { $n ->
    [one] The letter was handed over for sending, to one recipient.
   *[other] The letter was handed over for sending, to { $n } recipients.
}
compose-sent-back = Back to the portal
compose-sent-back-to = Back to { $portal }
compose-sent-see = See what becomes of it

## Drafts
drafts-title = Drafts
drafts-lead = Letters that are not finished. Only you see them.
drafts-empty = There are no unfinished letters.
drafts-no-one = no recipient yet
drafts-more = and { $count } more
drafts-files = Files
drafts-saved = Saved
drafts-new = Write a new letter
drafts-said-deleted = The letter is deleted.
drafts-said-gone = That letter is no longer among the drafts: it was sent or deleted before.

## Mass mailings
batches-title = Mass mailings
batches-lead = Many letters at once: invoices to all customers, announcements. Here you see how far they are.
batches-empty = There are no mass mailings yet. They come here from the portal when you send many letters there at once.
batches-column-name = Name
batches-column-accepted = Came in
batches-column-state = State
batches-column-progress = Done

batch-state-not-started = Waits for you to start it
batch-state-running = Sending
batch-state-held = Stands still
batch-state-paused = Paused
batch-state-canceled = Canceled
batch-state-done = All sent
batch-state-done-failed = Done, some did not go out
batch-state-done-bounced = Done, some came back
batch-state-done-in-doubt = Done, some are in doubt
batch-accepted = Came from the portal { $when }
batch-accepted-by = { $person }, came from the portal { $when }
batch-ended = Ended { $when }
batch-letters = Letters
batch-through = Sent by
batch-takes = Takes
batch-takes-unknown = Not known exactly: the server does not say how fast one may send. Usually a few minutes.
batch-ends = If you start now, the last letter leaves { $at }.
batch-advice-reply-to = Through the portal’s server all would leave within minutes. The sender would then be the portal’s address, and replies would reach you. For that choose “The portal’s server, replies to you” in the settings.
pace-unknown = We know of no limit.
duration-moment = less than a minute
duration-minutes = { $n ->
    [one] about 1 minute
   *[other] about { $n } minutes
}
duration-hours = { $n ->
    [one] about 1 hour
   *[other] about { $n } hours
}
duration-days = { $n ->
    [one] about 1 day
   *[other] about { $n } days
}
percent = { $n } %
batch-done-of = { $done } of { $all }
batch-sent = Sent
batch-waiting = Waiting
batch-failed = Not sent
batch-bounced = Came back
batch-in-doubt = In doubt
batch-canceled = Canceled
rate-minute = { $n ->
    [one] About 1 letter a minute leaves just now.
   *[other] About { $n } letters a minute leave just now.
}
rate-hour = { $n ->
    [one] About 1 letter an hour leaves just now.
   *[other] About { $n } letters an hour leave just now.
}
batch-left = It takes { $duration } more: the last letter leaves { $at }.
batch-held = Nothing is sent since { $since }: { $server }
batch-held-do = The letters wait and none is lost. Once this is mended, sending goes on by itself.
batch-trouble = The server has trouble since { $since }: { $server }
batch-trouble-again = We try again by ourselves { $when }. You need not do anything.
batch-start = Start sending
batch-pause = Pause
batch-go-on = Go on
batch-refresh = Refresh
batch-see-letters = See the letters
batch-csv = Download as a table (CSV)
batch-cancel = Cancel sending
batch-cancel-sure = Letters that still wait are not sent. Those that left can not be brought back. A canceled mailing can not go on: to stop for a while use “Pause”.
batch-cancel-sure-before = No letter is sent. This mailing can not be started later.
batch-cancel-button = Cancel it
batch-letters-n = { $n ->
    [one] 1 letter
   *[other] { $n } letters
}
batch-failed-title = { $n ->
    [one] 1 letter did not go out
   *[other] { $n } letters did not go out
}
batch-resend = { $n ->
    [one] Send again what did not go out (1)
   *[other] Send again what did not go out ({ $n })
}
batch-resend-hint = Letters that left are not sent twice. About those in doubt you decide separately.
batch-in-doubt-title = { $n ->
    [one] Of 1 letter we do not know whether it arrived
   *[other] Of { $n } letters we do not know whether they arrived
}
batch-in-doubt-about = The connection broke just when the server should have confirmed them. We do not send them again by ourselves, so that nobody gets the same letter twice.
batch-in-doubt-see = Look and decide

batch-said-started = Sending has begun. You can close this page, sending goes on.
batch-said-paused = Sending is paused. Letters that were just being handed to the server are still finished.
batch-said-going-on = Sending goes on.
batch-said-canceled = Sending is canceled.
batch-said-resent = What did not go out is sent again.
batch-said-late = That was no longer possible: things changed in the meantime. Here is how they stand now.
