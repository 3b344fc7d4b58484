### The page of a user's own mailbox: reports are fetched from it where he allows it.

mailbox-link = What comes back: your mailbox
mailbox-link-hint = Letters that do not arrive come back to your own mailbox. Let the portal fetch those reports.
mailbox-title = Your mailbox: what comes back
mailbox-lead = Your letters go out through your own server. If one does not arrive, the report about it comes to your own mailbox, and the portal does not see it. Allow it to fetch these reports, and each stands at its letter, with the cause in plain words.
mailbox-back = Back to the settings

mailbox-promise = What is read, and what is not
mailbox-promise-1 = Only reports of mail servers and automatic replies are fetched. Your other letters are not opened.
mailbox-promise-2 = To tell them apart, a few lines of the head of each new letter are looked at: who it is from and what kind it is. Not the subject, not the text. Nothing of it is kept.
mailbox-promise-3 = Only what comes from today on; only the inbox.
mailbox-promise-4 = Nothing is deleted, moved or marked as read. Reports that were fetched get an invisible mark, where the server keeps such marks.
mailbox-promise-5 = A report about a letter that you sent with another program is fetched too, and is not kept: nobody sees it.

mailbox-standing = How it stands
mailbox-badge-well = Works
mailbox-badge-soon = First look within a minute
mailbox-badge-later = Does not work for now
mailbox-badge-held = Stopped
mailbox-of = { $user } at { $server }, allowed { $when }.
mailbox-looked = Last looked through { $when }.
mailbox-looked-never = Not looked through yet.
mailbox-found = { $n ->
    [one] One report found, { $when }.
   *[other] { $n } reports found, the last { $when }.
}
mailbox-found-none = No reports found so far.
mailbox-since = It has not worked since { $when }.
mailbox-tried-again = It is tried again by itself.
mailbox-not-tried = It is not tried again until you mend it below, so that the server does not lock your mailbox.
mailbox-stop = Stop reading the mailbox
mailbox-stop-hint = The mailbox's password is deleted here at once. Nothing changes in your mailbox.

mailbox-form = Allow it
mailbox-form-again = Change it
mailbox-not-own-server = Your letters go out through the portal's server, so what comes back does not come to your mailbox. There is nothing to allow.
mailbox-why-password = Why a password again? A password is sent only to the server it was typed in for. Reading and sending are two servers, so each needs its own entry, even if the password is the same.
mailbox-no-token = Microsoft mailboxes (Microsoft 365, Outlook.com, Hotmail) can not be read yet: they take no password for it.
mailbox-filled = Filled in for { $provider }.
mailbox-server-hint = The server for reading mail (IMAP), like imap.example.com. Often it is not the one for sending.
mailbox-port-hint = Usually 993.
mailbox-security-hint = 993 goes with SSL/TLS, 143 with STARTTLS.
mailbox-user-name-hint = Mostly your email address.
mailbox-password-hint = The mailbox's password. We show it to nobody.
mailbox-app-password-hint = An app password. The one for sending mostly works for reading too.
mailbox-allow = Allow and check now
mailbox-allow-hint = We sign in and open the inbox. That can take half a minute.
mailbox-allowed = Allowed. The mailbox opened, and new reports are fetched from now on.
mailbox-stopped = Stopped. The mailbox's password is deleted here.

mailbox-server-invalid = Type the server's full name, for example imap.example.com.
mailbox-port-invalid = Type one of these ports: { $open }.
mailbox-security-missing = Choose the encryption. Port 993 goes with SSL/TLS, port 143 with STARTTLS.
mailbox-user-name-missing = Type the user name.
mailbox-password-missing = Type the mailbox's password.

## Why the mailbox could not be looked into

mailbox-trouble-destination = The portal does not connect to { $server } on port { $port }.
    .meaning = It reads mail only through the ports that its operator has opened, and only encrypted.
    .step1 = Choose port 993 with SSL/TLS, or port 143 with STARTTLS.
    .step2 = Write the server's full public name. A name from inside your office network does not work.

mailbox-trouble-name = There is no server named { $server }.
    .meaning = The internet's register of names (DNS) does not know it, or did not answer. Mostly it is a spelling mistake.
    .step1 = Check the name letter by letter. It often begins with imap or mail.
    .step2 = If you do not know it, look into your mail program's settings for receiving mail, or ask your mail provider.

mailbox-trouble-connection = The server { $server } did not answer on port { $port }.
    .meaning = No connection came about, or it broke off. The port may be wrong, a firewall may be in between, or the server is down.
    .step1 = Check the server's name and the port: 993 with SSL/TLS, or 143 with STARTTLS.
    .step2 = If everything is right, try again in a few minutes.
    .step3 = If the server is your company's own, ask your IT support to let the portal through.

mailbox-trouble-encryption = No encrypted connection to { $server } on port { $port } came about.
    .meaning = Port and encryption may not go together, or the server's encryption is too old. The password was not sent.
    .step1 = Check the pair: 993 goes with SSL/TLS, 143 with STARTTLS.
    .step2 = If the pair is right, send this page to your IT support or mail provider: TLS 1.2 or newer is needed.

mailbox-trouble-certificate = The server { $server } could not prove that it is the right one.
    .meaning = Its certificate (a server's identity card) is over, is made out to another name, or nobody known vouches for it. The password was not sent.
    .step1 = Compare the server's name with your provider's guide, letter by letter.
    .step2 = If it is right, send this page to whoever runs the server: the certificate has to be put in order.

mailbox-trouble-not-imap = What answered at { $server } on port { $port } is no server for reading mail.
    .meaning = It does not speak IMAP. The password was not sent, or nothing usable came back.
    .step1 = Check the server's name: the one for reading often begins with imap, the one for sending with smtp.
    .step2 = Check the port: 993 with SSL/TLS, or 143 with STARTTLS.

mailbox-trouble-sign-in-missing = The server { $server } takes no password.
    .meaning = It offers no way of signing in with a user name and password. Microsoft's servers take only a sign-in at Microsoft, which does not work here yet.
    .step1 = Ask your mail provider or IT support whether mail can be read over IMAP with a password.

mailbox-trouble-sign-in-refused = The server { $server } did not let { $user } in.
    .meaning = User name or password is not right, or the provider has reading over IMAP switched off. It is not tried again by itself.
    .step1 = Type the password again. With Gmail, Yahoo, iCloud and mail.ee it is an app password.
    .step2 = Check the user name: mostly it is the whole email address.
    .step3 = Look into your mailbox's settings whether IMAP is switched on.

mailbox-trouble-unavailable = The server { $server } can not do it just now.
    .meaning = It answered that it is busy or that there were too many connections.
    .step1 = Try again in a few minutes.

mailbox-trouble-refused = The server { $server } let { $user } in, but did not open the inbox.
    .meaning = The sign-in worked. There is no mailbox behind it, or this user may not read it.
    .step1 = Check the user name: it has to be the one of the mailbox that your letters are sent from.
    .step2 = Ask your mail provider or IT support whether this user has a mailbox.
