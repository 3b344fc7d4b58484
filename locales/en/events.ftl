# Events: what came back about letters that were sent.
letters-events-title = Events
letters-events-lead = What came back about letters that were sent: letters that did not arrive, automatic replies, and replies from people.

## What it is
events-kind-bounce = Came back
events-kind-delayed = Delayed
events-kind-delivered = Arrived
events-kind-feedback-loop = Complaint
events-kind-automatic-reply = Automatic reply
events-kind-real-reply = Reply
events-set-aside = Set aside

events-title-bounce = The letter came back
events-title-delayed = The letter is delayed
events-title-delivered = The letter arrived
events-title-feedback-loop = The recipient marked the letter as unwanted
events-title-automatic-reply = An automatic reply came
events-title-real-reply = Somebody replied to the letter
events-title-set-aside = The message was set aside

events-what-bounce = The letter did not reach the recipient, and nobody tries again by themselves.
events-what-delayed = The letter is not there yet, but the server goes on trying.
    .meaning = The recipient’s server does not take the letter just now. The server that the letter went through tries again by itself, usually for several days.
    .step1 = There is nothing for you to do. If the letter does not arrive, another message comes, and the letter’s state becomes “Came back”.
    .step2 = If it is urgent, call the recipient or send it to another address of theirs.
events-what-delivered = A server confirmed that the letter was handed over, passed on, or read.
events-what-feedback-loop = The recipient pressed “Spam” in their mailbox, or complained about the letter.
    .meaning = The letter itself arrived. Where there are many complaints, servers begin to refuse your other letters too.
    .step1 = Send no more advertising or newsletters to this person.
    .step2 = If it was an invoice, call the recipient and ask to which address and in which form they want invoices.
events-what-automatic-reply = A program wrote this, not a person: for example that the recipient is on holiday.
    .meaning = Usually this means that the letter arrived.
    .step1 = Read below what the reply says. If it names another address, or says that the mailbox is closed, send the letter to the right address.
events-what-real-reply = A person wrote a reply to the event mailbox.

## List
events-empty = Nothing has come back yet.
events-empty-hint = When a letter does not reach its recipient, you see here why, and what to do.
events-no-match = There are no such events. Try a shorter word or a longer time.
events-filter = Search events
events-filter-search = Recipient or subject
events-filter-person = Whose letters
events-kinds = Events by kind
events-causes = Why letters came back
events-narrowed-letter = Only those about one letter.
events-narrowed-batch = Only the mass mailing “{ $what }”.
events-column-about = About whom
events-column-what = What came
events-column-letter = Letter
events-column-when = When it came
events-unknown-person = the recipient is not known
events-unknown-letter = the letter is not known
events-set-aside-about = These messages were set aside because they can not be believed. No letter’s state was changed by them.
events-help = The causes in plain words
events-export = Download as a table (CSV)
events-export-cut = The file ends here: up to 100,000 events can be downloaded at once. Choose a shorter time.
events-csv-cause = Cause
events-csv-status = Status code
events-csv-reply = Reply code
events-csv-evidence = The line that said so
events-csv-reporter = Who reported it
events-csv-subject = The message’s subject
events-csv-set-aside = Why it was set aside

## One event
events-open-letter = Open the letter
events-mend-letter = Open the letter: mend the address or send again
events-facts = In short
events-recipient = Recipient
events-named-recipient = Recipient as the message names it
events-letter = Letter
events-batch = Mass mailing
events-cause = Cause
events-claims = The cause that it claims
events-hard = The address itself
events-hard-yes = does not work: the next letter would come back too
events-reporter = Reported by
events-codes = Codes
events-evidence = The line that said so
events-clue = How the letter was found
events-clue-return-path = the message came to the letter’s own return address, which we have signed
events-clue-envelope-id = the message bears the id that went along with the letter, which we have signed
events-clue-message-id = the message bears the letter’s own id (Message-ID)
events-source = Where it came from
events-source-smtp = the event mailbox
events-source-api = the portal (API)
events-source-imap = a user’s mailbox
events-from = The message’s sender
events-subject = The message’s subject
events-when = When it came
events-times = How often it came
events-changed = The letter’s state was changed by this message.
events-others = The same message speaks of these too
events-set-aside-title = We do not believe this message
events-set-aside-nothing = So it changed nothing: all letters are as they were. It is kept here only to be looked at.
events-distrust-signature = The message names a letter of ours, but the mark by which we know our letters was not made by us. The message may be forged.
events-distrust-other-company = The message names a letter that your company has not sent.
events-distrust-replayed = Exactly the same message was here before.
events-distrust-not-sent = The message speaks of a letter that had not been sent when it came.
events-distrust-other-recipient = The message speaks of a recipient to whom this letter was not sent.
events-distrust-no-letter = Nothing in the message shows which letter it is about.

events-passed-on = Passed on
events-passed-on-to = to { $address }
events-passed-on-about = The reply was passed on as it came. Answer it from your own mailbox.
events-passed-on-waits = not yet, in a moment
events-passed-on-nobody = no: there is nobody in the company to get it. Read the reply here.
events-passed-on-no-relay = no: the portal’s server sends no letters just now. Read the reply here.
events-passed-on-not-possible = no: the reply is too large, or can not be read any more. If it is still there, download it here.

events-returned = Headers of the letter that came back
events-returned-about = This is how the letter’s head was when it was sent back. IT support sees here which way it went.
events-returned-open = Show the headers
events-returned-cut = The first { $n } lines are shown.
events-header = Header
events-value = Content
events-reply = What the reply says
events-mail = The message itself
events-mail-about = The message is shown as text, as it came. Be careful with links and files in it: nobody has checked them.
events-mail-open = Show the whole message
events-mail-cut = Only the beginning is here. The whole message can be downloaded.
events-mail-download = Download the message (.eml)
events-mail-gone = The message’s text was deleted when its time was over. What became of the letter is kept.
events-mail-others = The message speaks of other users’ letters too. Only an administrator sees it as a whole.

## At the letter, the mass mailing and the overview
events-at-letter = What came back about this letter
events-at-letter-all = Show all ({ $n })
batch-returned-title = { $n ->
    [one] 1 of { $all } letters came back
   *[other] { $n } of { $all } letters came back
}
batch-returned-about = A server took these letters, but later word came that they had not reached the recipient. At each letter you can mend the address and send that letter alone again.
batch-returned-events = See what came back
overview-returned = Why letters came back lately
overview-returned-events = See all events

## Warning before sending
compose-bad-addresses = Earlier letters did not reach some of the recipients. Have a look; you can send all the same.
bad-title = { $n ->
    [one] Letters did not reach 1 address
   *[other] Letters did not reach { $n } addresses
}
bad-title-of = { $n ->
    [one] 1 of { $all } letters goes to an address that letters did not reach
   *[other] { $n } of { $all } letters go to addresses that letters did not reach
}
bad-about = You can send all the same: this is only a warning. If the address was mended or the mailbox opened again, say so here.
bad-times = { $n ->
    [one] Not reached once, last { $when }.
   *[other] Not reached { $n } times, last { $when }.
}
bad-noted = Before the next letter to this address you are warned.
bad-events = See what came back
bad-forget = The address is right again
bad-more = { $n ->
    [one] And 1 more address.
   *[other] And { $n } more addresses.
}
bad-looked = The first { $n } letters were looked through.
bad-said-forgotten = Noted: the address is right again, and there is no more warning about it.
bad-said-known = There was no warning about this address any more.

## Help page
came-back-title = What came back: the causes, and what to do
came-back-lead = When a letter does not reach its recipient, their server sends a message about it. Such messages are often long and hard to read. We read them, and tell the cause in the words that stand here.
came-back-link = Letters that come back: the causes in plain words
came-back-kinds = What else comes back
came-back-set-aside = Messages that were set aside
came-back-set-aside-about = Anybody can send a mail that looks like a message about a letter that did not arrive. So a message changes a letter’s state only where it bears a mark by which we know our own letter. Others are set aside: you see them, but they change nothing.
