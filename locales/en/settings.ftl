# The settings page.
settings-title = Sending mail
settings-lead = Here you choose how the portal sends your invoices and letters. Usually your address and password are enough.

## The badge in the page's head
badge-none = Not set up yet
badge-never = Not tested: send a test letter
badge-verified = Works: tested { $when }
badge-failing = Does not work: { $when }
badge-no-password = Nothing is sent: the password is missing
badge-password-needed-again = Nothing is sent: enter the password again
badge-running = The test is running
badge-portal = The portal's server sends
badge-changed-server = Not tested: the server changed
badge-changed-port = Not tested: the port changed
badge-changed-security = Not tested: the encryption changed
badge-changed-user-name = Not tested: the user name changed
badge-changed-password = Not tested: the password changed
badge-changed-sender = Not tested: the sender address changed
badge-see-test = See the last test

## The way of a letter
way-label = The way of a letter: you, the portal, the mail server, the recipient
way-you = You
way-portal = Portal
way-server = Mail server
way-recipient = Recipient
way-recipient-note = your customer
way-signed-in = signed in
way-untried = not tried
way-works = works
way-trying = trying
way-not-reached = not reached
way-stopped = stopped: { $stage }

## Sending mode
mode-legend = Whose server sends your letters?
mode-portal = The portal's server
mode-portal-hint = Nothing else to do. Your address is the sender.
mode-portal-tag = default
mode-reply-to = The portal's server, replies to you
mode-reply-to-hint = The portal's address is the sender, replies reach you. For companies that can not change their SPF record.
mode-own-server = Your own mail server
mode-own-server-hint = Gmail, Microsoft 365, Zone, mail.ee or any server that takes SMTP.
mode-own-server-tag = opens mass mailing

## Fields
mailbox-legend = Your mailbox
server-legend-closed = Server details: { $summary }
server-legend-unknown = Server details: found from the address, or type them yourself
field-address = Email address
field-address-hint = Your customers get your letters from this address.
field-display-name = Sender name
field-display-name-hint = The name a recipient sees before the address. May stay empty.
field-password = Password
field-password-hint = Only the server it belongs to gets to see the password. We show it to nobody.
field-password-set = A password is saved. Leave this empty if it did not change.
field-password-guide = Where do I get it? { $provider }: guide
field-server = Server
field-server-hint = For example smtp.zone.eu. You may also paste smtp.gmail.com:465.
field-port = Port
field-port-hint = Usually 465 or 587.
field-security = Encryption
field-user-name = User name
field-user-name-hint = Mostly your email address. Leave it empty if the server wants no sign-in.

password-kind-mailbox = mailbox password
password-kind-app-password = app password
password-kind-mailbox-or-app = mailbox password or app password
password-kind-api-key = key of the service
password-kind-no-password = no password needed

show-password = Show
hide-password = Hide
find-settings = Find the settings from the address
save-and-test = Save and send a test letter
save = Save
test-again = Send a test letter
test-goes-to = The test letter goes to your own address only: { $address }.

## Found
found-by-domain = { $provider }. The settings are known from the address.
found-by-mx = { $provider }. Found from the address: mail for { $domain } is there.
found-by-server = { $provider }. Recognised by its server.
found-unconfirmed = These details are not confirmed: check them with the provider before you send.
found-nothing = We do not know the server of this address. Ask your IT support or mail provider for its name and type it below.
found-undecided = The server could not be looked up from the address just now. Type the server below or try again.
found-looking = Looking for the server…
found-filled = Filled in: { $server }, port { $port }, { $security }, user name { $user }.
found-filled-short = Filled in: { $server }, port { $port }, { $security }.

## Notices
notice-saved = Saved.
notice-saved-filled = Saved. We filled in the server from your address: { $server }, port { $port }, { $security }. Look it over and send a test letter.
notice-mode-saved = Saved. The portal's server sends your letters.
notice-conflict = Somebody changed these settings at the same time. Look at what holds now and save again. What you typed is still here; enter the password again.
notice-found = The server's details are filled in. Now enter the password.
notice-password-again = Enter the password again: we do not keep it from a form with mistakes.

## The box beside
aside-title = { $provider }: where to find it
aside-pace-minutes = { $provider }: sending 200 letters takes about { $n } minutes.
aside-pace-hours = { $provider }: sending 200 letters takes about { $n } hours.
aside-guide = The whole guide, step by step
aside-unknown-title = What do I need to know?
aside-unknown-1 = Server name, port and encryption: your mail provider gives them.
aside-unknown-2 = User name: mostly your email address.
aside-unknown-3 = Password: with Gmail, mail.ee, Yahoo and iCloud a separate app password.
aside-all-guides = All guides
aside-ports = Ports and encryption in plain words

## Sentences of the rules
finding-address-missing = Type your email address, for example mari@naidis.ee.
finding-address-at = An address has exactly one @, for example mari@naidis.ee.
finding-address-local = There is a character before the @ that can not be there. See whether the address is typed right.
finding-address-domain = The end of the address, after the @, is not right; it should be like naidis.ee.
finding-address-too-long = The address is too long. See whether something else was pasted with it.
finding-display-name-invisible = There is an invisible character in the name. Type the name again instead of pasting it.
finding-display-name-too-long = The name is too long: up to 120 letters.
finding-mode-closed = This way is not open here. Choose another one.
finding-password-app-only = { $provider } takes only an app password: 16 lower-case letters. The account's usual password does not work here.
finding-password-control = There is an invisible character in the password. Type it again or copy it without the line break.
finding-password-ended = { $provider } has not let programs sign in with a password since { $date }. The test letter will probably stop at sign-in. Choose another way of sending or another mailbox.
finding-password-missing = Type the password.
finding-password-needed-again = The server, port, encryption or user name changed. Enter the password again: we do not send the earlier one to a new place.
finding-password-off-by-default = { $provider } switches sending with a password off by default from { $date }. The company's administrator can allow it again.
finding-password-too-long = The password is too long. See whether something else was pasted with it.
finding-password-without-user = There is a password but no user name. Type the user name or empty the password.
finding-plain-not-allowed = Without encryption anyone the letter passes could read the password. Only an admin of your company can allow it for this server.
finding-plain-confirmed = Password and letters travel readable: anyone on the way can see them.
finding-plain-readable = Letters travel readable: anyone on the way can read them. Choose encryption if the server can do it.
finding-port-25-relay = Port 25 is meant for servers among themselves and is often closed. Port 587 is for sending your letters.
finding-port-25-tls-unusual = Port 25 usually begins unencrypted and then changes to STARTTLS. SSL/TLS mostly does not work here.
finding-port-465-wants-tls = Port 465 wants the encryption SSL/TLS. With another choice the connection gets no answer.
finding-port-587-tls-unusual = Port 587 usually goes with STARTTLS. Very few providers have SSL/TLS there.
finding-port-missing = Type the port. Usually it is 465 or 587.
finding-port-not-a-number = A port is a number from 1 to 65535, usually 465 or 587.
finding-port-not-open = Port { $port } is not open here. Open are { $open }.
finding-security-missing = Choose the encryption. Port 465 goes with SSL/TLS, port 587 with STARTTLS.
finding-sender-must-equal-user = { $provider } sends only if the sender address is the same as the user name ({ $user }).
finding-sender-rewritten = { $provider } may put { $user } as the sender instead, unless this address is confirmed in the account.
finding-server-data-centre = Server { $server } belongs to another data centre. { $provider } would call the password wrong there.
finding-server-form = This is not the form of a server's name. It is like smtp.zone.eu.
finding-server-inside = This name only works inside your own network. The portal reaches only servers on the public internet.
finding-server-is-address = A server's name belongs here, not an email address. For example smtp.gmail.com.
finding-server-is-ip = A server's name belongs here, not an IP address. By the name we check that it is the right server.
finding-server-misprint = The name { $server } is a misprint found in guides. A stranger could own it and get the password.
finding-server-missing = Type the server's name, for example smtp.gmail.com.
finding-server-not-for-sending = Server { $server } is for reading mail, not for sending it.
finding-server-single-label = The server's name is incomplete. A full name is like mail.naidis.ee.
finding-server-too-long = The server's name is too long. See whether something else was pasted with it.
finding-user-name-invalid = There is an invisible character in the user name, or it is too long. Type it again.
finding-user-name-literal = { $provider }: the user name is the same for everybody: { $wanted }.
finding-user-name-local-part = { $provider } wants only the part before the @ as user name: { $wanted }.
finding-user-name-whole-address = { $provider } wants the whole address as user name: { $wanted }.

repair-security = Use { $security }
repair-port = Use port { $port }
repair-port-and-security = Use port { $port } and { $security }
repair-server = Use server { $server }
repair-user-name = Use the name { $user }
repair-address = Use the address { $address }

## Inherited values
origin-own = own
origin-account = your details in the portal
origin-company = company default
origin-default = default
origin-sender-user = sender user
origin-line = Left empty, this holds: { $value } ({ $who }).
origin-back = Use this
origin-back-field = Use this for { $field }
choice-inherited = { $value } ({ $who })
choice-default = { $value } (default)
mode-inherit-hint = When it changes there, it changes here too.
mode-closed = not open here
mode-reply-to-hint-from = { $address } is the sender, replies reach you. For companies that can not change their SPF record.
no-sign-in = The server wants no sign-in
field-password-inherited = The password that { $who } entered is used; nobody gets to see it. Type your own only if you have your own user name or server.
field-password-base = Everyone without a password or user name of their own uses it. May stay empty.

## How letters go out
letters-legend = Copies and attachments: { $summary }
field-copy = Copy
field-copy-hint = These addresses get a copy of each letter, and the recipient sees them. Put commas between addresses.
field-blind-copy = Blind copy
field-blind-copy-hint = These addresses get a copy that the recipient does not see. Put commas between addresses.
no-copy = Nobody
no-blind-copy = Nobody
copy-nobody = nobody
field-documents = Document with the letter
field-documents-hint = The invoice or other document goes with the letter as a file.
documents-pdf = PDF
documents-html = HTML
documents-none = no document
field-attachments = The document's own attachments
field-attachments-hint = Files that hang on the document in the portal.
attachments-yes = with attachments
attachments-no = without attachments
field-edit = Editing the letter
field-edit-hint = Whether you see the letter before it is sent and can change it.
edit-yes = looked over before sending
edit-no = sent at once
company-sender-legend = Sender
field-mode = Whose server

## Preview
preview-title = What the recipient sees
preview-from = Sender
preview-reply-to = Replies go to
preview-copy = Copy
preview-blind-copy = Blind copy
preview-sender-user = Settings of
preview-envelope = Envelope: what the server sees
preview-envelope-sender = Envelope sender
preview-server = Server
preview-portals-server = the portal's server
preview-login = Signs in as
preview-no-relay = No portal server is set up here. Choose your own mail server.
preview-no-event-mailbox = The company has no address at the portal to send from. Choose another way.
preview-no-server = Nothing is sent yet: server, port or encryption is missing.
preview-no-password = Nothing is sent yet: the password is missing.
preview-password-needed-again = Nothing is sent: the server or user name changed. Enter the password again.
mass-mailing-by-own-server = Mass mailing (invoices to all customers, customer letters) is open, because your own server sends.
mass-mailing-by-company = Mass mailing (invoices to all customers, customer letters) is open for your company.
mass-mailing-closed = Mass mailing (invoices to all customers, customer letters) opens with your own mail server.

## Company defaults
company-settings-title = Company defaults
company-settings-lead = These hold for everyone who has chosen nothing else. What stays empty here, each sets for himself.
finding-choice-unknown = Choose one of what is offered.
finding-copy-address = { $text } is not an email address. Put commas between addresses.
finding-copy-and-none = Type an address or mark "Nobody", not both.
finding-copy-too-many = There can be up to five copies.
finding-password-without-server = The password can be saved once server, port and encryption are there too: it goes nowhere else.
