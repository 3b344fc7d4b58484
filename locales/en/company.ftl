# The company's pages; admins alone see them.
company-nav-label = The company’s pages
company-overview = Overview
company-overview-title = { $company }: overview
company-overview-lead = How the company’s letters get away just now.
company-users = Users
company-users-title = Users
company-users-lead = How each one’s letters get away, and whether the settings work.
company-users-line = Whose settings work, and whose need help
company-settings = Defaults
company-settings-line = What holds for those who have chosen nothing else
company-sender-user = Sender user
company-sender-user-title = Sender user
company-sender-user-lead = One user whose settings are the base for all others.
company-sender-user-line = Whose settings are the base for all
company-network = Network
company-network-title = Network and event mailbox
company-network-lead = The addresses that IT support asks for, and the mailbox where undelivered letters come back to.
company-network-line = IP addresses for IT support, and the event mailbox
company-encryption = Encryption
company-encryption-title = Encryption exceptions
company-encryption-lead = Normally we trust only a server whose certificate is in order. Here a company can allow an exception where its server can do nothing else.
company-encryption-line = Your own certificates, and servers that you trust
company-api-keys = API keys
company-api-keys-title = API keys
company-api-keys-lead = With a key another program can read and change the company’s settings without anyone signing in.
company-api-keys-line = Keys for other programs
company-webhooks = Webhooks
company-webhooks-title = Webhooks
company-webhooks-lead = A webhook tells another program at once that something happened: we post a message to its address.
company-webhooks-line = Messages to other programs
company-retention = Retention
company-retention-title = How long things are kept
company-retention-lead = What is older we delete by ourselves. Here you can make the time shorter.
company-retention-line = For how many days things are kept
company-audit = Audit log
company-audit-title = Audit log
company-audit-lead = Who changed what, and when. The log can not be changed; no passwords are in it.
company-audit-line = Who changed what, and when
company-developers-line = How another program talks to Saatja

## On several pages
company-continue = Continue
company-remove = Remove
confirm-back = Back, change nothing
paging-label = Pages of the list
paging-start = Back to the start
paging-next = Next
search-label = Search by name or address
search-button = Search
search-clear = Show all
column-name = Name
column-role = Role
column-mode = Sent by
column-server = Server
column-state = State
column-last-sent = Last sent
column-setting = Setting
column-value = Value
column-origin = Comes from
column-changes = What changes
column-changed = What changed
column-created = Confirmed
column-ends = Ends
column-when = When
column-who = Who
column-action = What
column-subject = On what
column-kind = About
column-attempts = Attempts
column-answer = Answer
column-do = Action
company-value-missing = missing
company-value-nothing = empty
company-value-nobody = nobody
company-value-no-sign-in = no sign-in
company-value-yes = yes
company-value-no = no
company-value-before = Now
company-value-after = From now on
role-user = user
role-admin = admin
never-sent = not yet
and-more = { $n ->
    [one] and 1 more
   *[other] and { $n } more
}
tag-sender-user = sender user

## What just happened
said-sender-user-saved = Saved. The page of users shows who has something left to do.
said-sender-user-same = That is so already. Nothing was changed.
said-event-name-saved = The event mailbox has a new name.
said-exception-added = The exception was added.
said-exception-removed = The exception was removed.
said-key-revoked = The key has ended and opens nothing any more.
said-webhook-saved = The webhook was saved.
said-webhook-deleted = The webhook was deleted.
said-webhook-tested = A test message is on its way. Its answer shows in the list of messages in a few seconds.
said-message-resent = The message is sent again now.
said-retention-saved = Saved.
said-nothing-changed = Nothing was changed: these values held already.
said-conflict = Somebody changed the same at the same time. Here is what holds now; look it over and try again.
said-gone = What you wanted to change is no longer there.

## Overview
overview-users = Users
overview-working = Working
overview-failing = Failing
overview-untested = Not tested
overview-incomplete = Incomplete
overview-sender-user = Sender user
overview-no-sender-user = nobody: everyone has their own and the company’s settings
overview-most-used = Most send
overview-pages = The company’s pages

## Users
users-total = { $n ->
    [one] 1 user
   *[other] { $n } users
}
users-found = { $n ->
    [one] 1 user was found
   *[other] { $n } users were found
}
users-empty = There are no users yet. They come here when they first open these pages from the portal.
users-no-match = Nobody has “{ $search }” in their name or address. Try a shorter part.
sends-through-portal = the portal’s server
sends-through-unknown = no server named
state-portal = The portal’s server sends
state-verified = Works: { $when }
state-failing = Fails: { $when }
state-changed-server = Not tested: the server changed
state-changed-port = Not tested: the port changed
state-changed-security = Not tested: the encryption changed
state-changed-user-name = Not tested: the user name changed
state-changed-password = Not tested: the password changed
state-changed-sender = Not tested: the sender changed
state-never = Not tested
state-incomplete-no-relay = Incomplete: the portal has no server that sends
state-incomplete-no-event-mailbox = Incomplete: there is no event mailbox
state-incomplete-no-server = Incomplete: no server named
state-incomplete-no-password = Incomplete: the password is missing
state-incomplete-password-needed-again = Incomplete: the password has to be entered again

## One user
user-settings = Effective settings
user-settings-hint = What counts for this user’s letters, and where it comes from. The user can change it on the settings page.
user-all = All users
user-setting-mode = Sent by
user-setting-server = Server
user-setting-port = Port
user-setting-security = Encryption
user-setting-user-name = User name
user-setting-password = Password
user-setting-sender = Sender address
user-setting-display-name = Sender name
user-setting-copy = Copy
user-setting-blind-copy = Blind copy
user-setting-documents = Document with the letter
user-setting-attachments = The document’s attachments too
user-setting-edit = The letter is edited before it is sent
user-documents-pdf = as a PDF file
user-documents-html = as an HTML file
user-documents-none = not with it
user-origin-own = the user’s own
user-origin-sender-user = from the sender user
user-origin-sender-user-named = from the sender user { $name }
user-origin-company = the company’s default
user-origin-account = the user’s card in the portal
user-origin-default = default
user-password-not-needed = not needed
user-password-set = set
user-password-inherited = set, shared
user-password-needed-again = needed again
user-password-missing = missing

## Sender user
sender-user-1 = His or her server, user name and other settings hold for everyone who has set nothing else.
sender-user-2 = The password sends the others’ letters too, but nobody else sees it. Whoever sets another server or user name enters a password of their own.
sender-user-3 = Everyone can still set single fields for themselves.
sender-user-now = Now
sender-user-none = There is no sender user. Everyone has their own settings, and the company’s where those are missing.
sender-user-choose = Choose another
sender-user-nobody = Nobody
sender-user-nobody-about = Everyone has their own settings and the company’s.
sender-user-preview-button = See what would change
sender-user-preview-hint = Before anything is saved we show whose letters it affects, and how.
sender-user-preview-title = Make { $name } the sender user?
sender-user-preview-nobody = Have no sender user any more?
sender-user-was = Now
sender-user-becomes = From now on
sender-user-save = Save
sender-user-stopped = { $n ->
    [one] The letters of 1 user stop until a password is entered
   *[other] The letters of { $n } users stop until they enter a password
}
sender-user-stopped-hint = Their password was given for another server, and we do not send it to a new place. Tell them beforehand.
sender-user-nobody-affected = Nobody’s letters change: the same holds for everyone as before.
sender-user-affected = { $n ->
    [one] Sending changes for 1 user
   *[other] Sending changes for { $n } users
}
sender-user-affected-users = For whom, and how
change-password-needed = A password is needed
change-mode = Sent by
change-server = Server
change-sign-in = Sign-in
change-sender = Sender address
change-display-name = Sender name
change-copies = Copies
change-documents = Documents
change-becomes = becomes
user-sign-in-portal = not needed
user-sign-in-own-password = own password
user-sign-in-common-password = shared password
user-sign-in-password-again = password needed again
user-sign-in-no-password = no password

## Network
network-egress = IP addresses to allow
network-egress-hint = Give these to your IT support if your mail server lets only known addresses in: we connect from them.
network-egress-none = The portal’s operator has not listed our IP addresses. Ask for them if your server lets only known addresses in.
network-event = Event mailbox
network-event-hint = Letters that the portal’s server sends, with replies to the user, come from this address. What could not be delivered comes back here.
network-event-none = There is no event mailbox: the portal’s operator has set up no domain for it. So “The portal’s server, replies to you” can not be used.
network-event-name = The mailbox’s name
network-event-name-hint = Small letters, digits and hyphens, up to 40.
network-event-rename = Rename
network-rename-title = Rename the event mailbox?
network-rename-users = { $n ->
    [0] Nobody sends from this address just now.
    [one] The letters of 1 user come from the new address.
   *[other] The letters of { $n } users come from the new address.
}
network-rename-old = The old name { $name } stays your company’s: mail to it still reaches you for { $days } days, no other company can get it, and you can take it back later.

## Encryption
encryption-list = Exceptions allowed
encryption-empty = There are none: the usual rules hold.
encryption-kind-authority = The company’s own certificate authority
encryption-kind-pin = Pinned key
encryption-kind-plain = Password without encryption
encryption-valid = Valid { $from } to { $until }
encryption-was-valid = No longer valid: { $from } to { $until }
encryption-validity = Validity
encryption-fingerprint = The key’s fingerprint (SHA-256)
encryption-plain-means = Anyone on the way can read the password and the letters.
encryption-confirmed = Confirmed by { $name }, { $when }
encryption-add = Add an exception
encryption-add-hint = Ask your IT support for the details. Before anything is added we show what it means.
encryption-add-authority = The company’s own certificate authority
encryption-add-authority-hint = If your server’s certificate was issued by your own company, paste the issuer’s certificate here.
encryption-pem = The issuer’s certificate
encryption-pem-hint = Begins with the line -----BEGIN CERTIFICATE----- and ends with -----END CERTIFICATE-----.
encryption-add-pin = The key of one server
encryption-add-pin-hint = If the server’s certificate is recognised nowhere, you can trust exactly this key. When the server gets a new key, letters wait until you confirm it here.
encryption-server-hint = For example mail.naidis.ee.
encryption-port-hint = Usually 465 or 587.
encryption-sha256 = The key’s fingerprint (SHA-256)
encryption-sha256-hint = 64 characters: digits and the letters a–f. Colons and spaces may stand between them.
encryption-add-plain = Password without encryption
encryption-add-plain-hint = Only where the server can not encrypt and you can not mend that.
encryption-plain-warning = The password and all letters travel readable: anyone whose network they pass can take the password and send letters in your name.
encryption-plain-understood = I understand that anyone on the way can read the password, and allow it for this server.
encryption-ask-authority = Trust this certificate authority?
encryption-ask-authority-effect = From now on we trust every server to which this authority has given a certificate, but only for your company’s letters.
encryption-ask-pin = Trust this server’s key?
encryption-ask-pin-effect = For this server and port only this key counts from now on, not the certificate. To a server with another key we give neither password nor letter.
encryption-ask-plain = Allow a password without encryption?
encryption-ask-plain-effect = It is allowed for this server and port alone.
encryption-ask-users = { $n ->
    [0] Nobody sends through it just now.
    [one] Just now it concerns 1 user.
   *[other] Just now it concerns { $n } users.
}
encryption-confirm = Yes, allow it
encryption-remove-title = Remove { $name }?
encryption-remove-authority = Servers to which this authority has given a certificate are refused from now on. Letters no longer get away through them.
encryption-remove-pin = The server’s certificate is checked like any other from now on. If it is not in order, letters wait.
encryption-remove-plain = We no longer send a readable password to this server. If it can not encrypt, letters wait.
sign-in-again-title = Sign in again to change this
sign-in-again-why = Exceptions weaken the protection. So the sign-in has to be fresh: nobody can change them at a computer that you left open.

## API keys
developers-link = How to use the API
keys-list = Keys
keys-empty = There are none. No other program can get at the company’s settings.
key-active = Active
key-replaced = Replaced: works until its end
key-over = Ended
key-revoked = Revoked
key-created = Made { $when }
key-created-by = Made by { $name }, { $when }
key-used = last used { $when }
key-never-used = never used
key-ends = ends { $when }
key-ended = ended { $when }
key-endless = without an end
key-new = A new key
key-name = Name
key-name-hint = By which you will know it, for example the program’s name.
key-days = For how many days
key-days-hint = May stay empty: then there is no end.
key-create = Make a key
key-created-title = The key is made: { $name }
key-label = Key
key-old-until = The old key works until
key-all = All keys
once-only = This is shown only now.
once-hint = Copy it now into the program that needs it, or into a password manager. Do not send it by mail. If it gets lost, make a new one.
key-rotate = Replace
key-rotate-title = Replace the key { $name }?
key-rotate-effect = We make a new key of the same name and show it once. The old one stops working when you choose here.
overlap-question = How long does the old one go on working?
overlap-hint = In this time you can put the new one in without anything standing still.
overlap-none = It ends at once
overlap-none-about = If the old one has got into the wrong hands.
overlap-hour = 1 hour
overlap-day = 24 hours
overlap-week = 7 days
key-revoke = Revoke
key-revoke-title = Revoke the key { $name }?
key-revoke-effect = The program that uses this key is shut out at once. It can not be undone; a new key can always be made.
key-use = Use

## Webhooks
webhooks-list = Who is told
webhooks-empty = There are none: nobody is told.
webhook-title = Webhook
webhook-active = Active
webhook-off = Switched off since { $since }
webhook-failing = Failing since { $since }
webhook-gone = Gone since { $since }
webhook-off-do = We send no messages there. It can be switched on below, where it is edited.
webhook-failing-do = All attempts failed and we send nothing more. Mend the receiver, switch the webhook on again below, and send a test message.
webhook-gone-do = The receiver said that it is gone (410), and we send nothing more. If that was a mistake, switch the webhook on again below.
webhook-events-all = All messages
webhook-new = A new webhook
webhook-url = Address
webhook-url-hint = Begins with https://, for example https://portal.naidis.ee/saatja.
webhook-url-changed-hint = If the address changes, messages that wait for the old one are given up.
webhook-which = What should be told?
webhook-which-all = Everything, also what is added later
webhook-which-chosen = Only what is ticked below
webhook-kinds = Messages
event-settings-saved = Settings were saved
event-sender-user-changed = The sender user changed
event-settings-verified = A test passed
event-settings-failing = A test failed
event-message-sent = A letter was sent
event-message-failed = A letter did not go out
event-message-bounced = A letter came back
event-event-received = Something came back about a letter
event-message-in-doubt = A letter is in doubt
event-batch-finished = A mass mailing is finished
event-account-held = Letters wait for a server
event-account-released = A server is tried again
event-webhook-test = Test message
webhook-create = Add the webhook
webhook-created = Added { $when }
webhook-test = Send a test message
webhook-messages = Latest messages
webhook-messages-empty = There are no messages yet. Send a test message.
message-delivered = Taken { $when }
message-waiting = Next attempt { $when }
message-given-up = Given up
message-attempts = { $n ->
    [one] 1 attempt
   *[other] { $n } attempts
}
message-untried = not tried yet
message-status = answer { $status }
webhook-result-destination-refused = we do not connect there
webhook-result-address-refused = the server does not answer
webhook-result-name-not-found = the server’s name was not found
webhook-result-name-without-address = the server’s name has no address
webhook-result-name-lookup-failed = the server’s name could not be looked up
webhook-result-connect-refused = the server refused the connection
webhook-result-connect-timeout = the server does not answer
webhook-result-connect-unreachable = the server can not be reached
webhook-result-certificate-expired = the certificate is over
webhook-result-certificate-not-yet-valid = the certificate is not yet valid
webhook-result-certificate-wrong-name = the certificate is for another name
webhook-result-certificate-self-signed = the server made its certificate itself
webhook-result-certificate-unknown-issuer = the certificate’s issuer is not known
webhook-result-certificate-revoked = the certificate was revoked
webhook-result-certificate-unusable = the certificate is of no use
webhook-result-tls-too-old = the encryption is too old
webhook-result-tls-failed = the encryption failed
webhook-result-not-http = the answer was no web server’s
webhook-result-closed = the server hung up
webhook-result-timeout = the server was too slow
webhook-result-answer-too-large = the answer was too long
webhook-result-redirect-refused = the server sent us elsewhere
webhook-result-too-many-redirects = the server sent us elsewhere
message-resend = Send again
webhook-edit = Edit
webhook-enabled = Send messages there
webhook-secret-title = The webhook’s secret
webhook-secret = The secret that messages are signed with
webhook-old-until = Signed with the old one too until
webhook-secret-back = To the webhook
webhook-new-secret = New secret
webhook-new-secret-title = Make a new secret for the webhook?
webhook-new-secret-effect = We show the new secret once. For the time chosen, messages carry two signatures: with the new secret and with the old one.
webhook-delete = Delete
webhook-delete-title = Delete the webhook?
webhook-delete-effect = We tell this address nothing more. Its secret and its list of messages go too.
webhook-delete-waiting = { $n ->
    [0] No messages wait.
    [one] 1 message that waits is not sent.
   *[other] { $n } messages that wait are not sent.
}

## Retention
retention-unit = days
retention-tests-days = Test results
retention-tests-days-hint = 1 to { $most }. Left empty, the portal’s own term holds: { $most } days.
retention-audit-days = Audit log
retention-audit-days-hint = 1 to { $most }. Left empty, the portal’s own term holds: { $most } days.
retention-preview-hint = Where a term becomes shorter we show first what is deleted.
retention-deleted = What is deleted then?
retention-deleted-tests = A test’s result: stages, the server’s answers, the talk with the server. Whether the settings work stays known.
retention-deleted-audit = An entry of the log: who changed what, and what it was before.
retention-kept = Settings, passwords and users do not run out.
retention-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
retention-operators = the portal’s own term
retention-shorter-title = Make the term shorter?
retention-shorter-tests = Test results from before { $day } are deleted.
retention-shorter-audit = Entries of the log from before { $day } are deleted.
retention-shorter-warning = What is deleted does not come back.
retention-shorter-button = Make it shorter and delete

## Audit log
audit-filter = Search the log
audit-filter-action = Action
audit-filter-all = all
audit-filter-person = Name or address
audit-filter-text = On what
audit-filter-from = From
audit-filter-until = Until
audit-filter-button = Search
audit-filter-clear = Show all
audit-export = Download as a CSV file
audit-empty = Nothing has been changed yet.
audit-no-match = No entry matches. Take a condition away.
audit-changes = { $n ->
    [one] 1 field
   *[other] { $n } fields
}
who-api-key = API key { $name }
who-portal = portal { $name }
who-operator = the operator
who-program = Saatja by itself
audit-company-created = Company created
audit-company-changed = Company changed
audit-user-created = User created
audit-user-changed = User changed
audit-user-deleted = User deleted
audit-settings-saved = Settings saved
audit-sender-user-changed = Sender user changed
audit-test-started = Test letter sent
audit-exception-added = Encryption exception added
audit-exception-removed = Encryption exception removed
audit-api-key-created = API key made
audit-api-key-rotated = API key replaced
audit-api-key-revoked = API key revoked
audit-webhook-created = Webhook added
audit-webhook-changed = Webhook changed
audit-webhook-rotated = Webhook got a new secret
audit-webhook-deleted = Webhook deleted
audit-session-created = Signed in
audit-audit-exported = Log exported
audit-messages-exported = Letters exported
audit-events-exported = Events exported
audit-event-downloaded = Event’s mail downloaded
audit-message-resent = Letter sent again
audit-message-settled = Letter in doubt settled
audit-message-canceled = Letter canceled
audit-message-mended = Address mended and letter sent again
audit-address-forgotten = Address marked as good again
audit-mailbox-allowed = Reading of a mailbox allowed
audit-mailbox-stopped = Reading of a mailbox ended
audit-batch-accepted = Mass mailing handed over
audit-batch-paused = Mass mailing paused
audit-batch-started = Mass mailing started
audit-batch-canceled = Mass mailing canceled
audit-batch-resent = What did not go out sent again
audit-account-held = Sending through a server stopped
audit-account-released = Waiting server tried again
audit-field-mode = Sent by
audit-field-host = Server
audit-field-port = Port
audit-field-security = Encryption
audit-field-user-name = User name
audit-field-password = Password
audit-field-sender = Sender address
audit-field-display-name = Sender name
audit-field-copy = Copy
audit-field-blind-copy = Blind copy
audit-field-documents = Document with the letter
audit-field-attachments = The document’s attachments
audit-field-edit = Edited before sending
audit-field-name = Name
audit-field-email = Address
audit-field-role = Role
audit-field-language = Language
audit-field-external-id = Id in the portal
audit-field-event-name = Event mailbox
audit-field-mass-mailing = Mass mailing
audit-field-tests-days = Test results, days
audit-field-audit-days = Audit log, days
audit-field-sender-user = Sender user
audit-field-url = Address
audit-field-events = Messages
audit-field-enabled = Switched on
audit-field-expires-at = Ends
audit-field-kind = Kind
audit-field-spki-sha256 = The key’s fingerprint
audit-field-way = Way
audit-field-embedded-in = Inside the page of
audit-field-fresh = Proved anew who it is
audit-field-recipient = To
audit-field-portal = Portal
audit-field-hint = Ends with
audit-field-action = Action
audit-field-person = Who
audit-field-text = On what
audit-field-from = From
audit-field-until = Until
audit-password-set = set
audit-password-entered = entered anew
audit-way-launch = from the portal
audit-way-oidc = with the portal’s sign-in
audit-way-link = with a one-time link
audit-export-cut = The file ends here: the log is longer. Choose a shorter time.

## What is wrong
mistake-sender-user-missing = Choose a user.
mistake-sender-user-gone = This user is no longer in the company. Choose another.
mistake-event-name-invalid = The name may have small letters a–z, digits and single hyphens, up to 40, for example naidis-ou.
mistake-event-name-taken = Another company has this name. Choose another.
mistake-authority-unreadable = No certificate could be read from this. Paste the whole text with its BEGIN and END lines.
mistake-authority-several = There are several certificates in the text. Paste the issuer’s alone.
mistake-authority-is-none = This is a server’s certificate, not the issuer’s. Ask your IT support for the issuer’s (CA) certificate.
mistake-authority-over = This certificate is not valid just now. Ask your IT support for one that is.
mistake-authority-private-key = This is a private key, not a certificate. We did not keep it, but replace that key to be safe.
mistake-authority-already = This authority is there already.
mistake-server-invalid = Type the server’s name, for example mail.naidis.ee.
mistake-port-invalid = Type a port that is open here, usually 465 or 587.
mistake-pin-invalid = A fingerprint has 64 characters: digits and the letters a–f.
mistake-pin-already = A key is pinned for this server and port already. Remove that one first.
mistake-plain-not-understood = Tick that you understand what it means.
mistake-plain-already = It is allowed for this server and port already.
mistake-too-many-exceptions = There may be { $most } exceptions. Remove one first.
mistake-key-name-invalid = Type a name for the key, up to 80 characters.
mistake-key-days-invalid = Days are 1 to 3650, or leave it empty.
mistake-too-many-keys = There may be { $most } keys. Revoke one first.
mistake-overlap-missing = Choose how long the old one goes on working.
mistake-url-invalid = Type a whole address that begins with https://.
mistake-url-not-allowed = We send no messages to this address: it has to be on the public internet.
mistake-events-missing = Tick at least one message, or choose “Everything”.
mistake-too-many-webhooks = There may be { $most } webhooks. Delete one first.
mistake-tests-days-invalid = Test results: days are 1 to { $most }, or leave it empty.
mistake-audit-days-invalid = Audit log: days are 1 to { $most }, or leave it empty.
mistake-person-unknown = No user of the company has this name or address.
mistake-person-several = Several users have this name. Type the address.
mistake-from-invalid = From: type a date.
mistake-until-invalid = Until: type a date.
mistake-until-before-from = The last day is before the first.
