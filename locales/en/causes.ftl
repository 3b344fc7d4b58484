### Why a letter did not go: what happened (message), what it means (.meaning), what to do (.step1 …).

## Destination and server name

cause-destination-refused = The portal does not connect to the server { $server } on port { $port }.
    .meaning = The portal sends only through the ports that its operator has opened, usually 25, 465 and 587, and only to a server with a public name. An IP address or a name from inside your office network does not work.
    .step1 = Write the mail server’s full name into “Server”, for example smtp.example.com.
    .step2 = Choose port 465 with encryption SSL/TLS, or port 587 with encryption STARTTLS.
    .step3 = If your server answers only on another port or only inside your office network, ask your IT support to open it to the public on port 465 or 587.

cause-address-refused = { cause-connect-timeout }
    .meaning = { cause-connect-timeout.meaning }
    .step1 = { cause-connect-timeout.step1 }
    .step2 = { cause-connect-timeout.step2 }
    .step3 = { cause-connect-timeout.step3 }
    .step4 = { cause-connect-timeout.step4 }

cause-name-not-found = There is no server named { $server }.
    .meaning = The internet’s register of names (DNS) does not know this name. Mostly it is a spelling mistake.
    .step1 = Check the name in “Server” letter by letter.
    .step2 = If you do not know the server’s name, empty this field: the portal looks for the server by your email address.
    .step3 = If the name looks right, ask your mail provider or IT support for the server’s exact name.

cause-name-without-address = The name { $server } exists, but there is no server behind it.
    .meaning = The name has no IP address to connect to. Often the company’s domain was written where the mail server’s name is needed.
    .step1 = Check “Server”: it needs a name like smtp.example.com, not example.com.
    .step2 = If you do not know the server’s name, empty this field: the portal looks for the server by your email address.
    .step3 = If that does not help either, ask your mail provider or IT support for the server’s name.

cause-name-lookup-failed = The server { $server } could not be located just now.
    .meaning = The internet’s register of names (DNS) did not answer in time, or answered with an error. This does not tell whether the server’s name is right.
    .step1 = Wait a few minutes and send the test letter again.
    .step2 = If it happens again, check “Server” and ask your IT support to look at the domain’s name servers.

## Connection

cause-connect-refused = The server { $server } does not accept connections on port { $port }.
    .meaning = The server exists, but there is no mail service on this port.
    .step1 = Choose port 465 with encryption SSL/TLS, or port 587 with encryption STARTTLS.
    .step2 = Check “Server”: it must be the server for sending. A name that begins with imap or pop is for reading.
    .step3 = If the details agree with the provider’s guide, ask the provider or your IT support whether the mail service is running.

cause-connect-timeout = The server { $server } did not answer on port { $port }.
    .meaning = The portal waited, but no answer came. Usually the port is wrong, or a firewall (the network’s guard) does not let the portal through. The server may also be down.
    .step1 = Check the server’s name and port. The usual pairs are 465 with SSL/TLS and 587 with STARTTLS.
    .step2 = Try the other pair: if it is 465 now, choose 587 and STARTTLS. If it is 587 now, choose 465 and SSL/TLS.
    .step3 = If the server is your company’s own, ask your IT support to allow the portal’s IP addresses in the firewall. They are: { $egress }.
    .step4 = If everything is right, wait a few minutes and send the test letter again.

cause-connect-unreachable = The network found no way to the server { $server }.
    .meaning = The server may be off the internet, or there is a fault in the network between it and the portal.
    .step1 = Wait a few minutes and send the test letter again.
    .step2 = Check the server’s name in “Server”.
    .step3 = If it happens again, send this page to whoever runs the server, or to your IT support.

cause-silent-server = The server { $server } took the connection but stayed silent.
    .meaning = A mail server has to greet first, but no greeting came. The server may be overloaded, or port { $port } is for another service.
    .step1 = Check the pair: 465 goes with SSL/TLS, 587 and 25 go with STARTTLS.
    .step2 = If the pair is right, wait a few minutes and send the test letter again.
    .step3 = If it happens again, ask the provider whether its server restricts the portal’s IP addresses. They are: { $egress }.

cause-silent-wants-tls = Port { $port } wants encryption SSL/TLS. Otherwise the server stays silent.
    .meaning = The server { $server } expects an encrypted connection from the first moment.
    .step1 = Choose SSL/TLS in “Encryption”.
    .step2 = Write the password again (after a change the portal asks for it again to protect it) and press “Save and send a test letter”.

## Encryption

cause-tls-against-plain = SSL/TLS is chosen, but on port { $port } the connection begins in the open.
    .meaning = On this port the server { $server } turns to encryption only after the command STARTTLS.
    .step1 = Choose port 587 and encryption STARTTLS.
    .step2 = If the port is 587 or 25 now and the provider’s guide also lists 465, you may choose 465 instead and leave the encryption at SSL/TLS.
    .step3 = Write the password again (after a change the portal asks for it again to protect it) and press “Save and send a test letter”.

cause-plain-against-tls = Port { $port } is encrypted from the start, but SSL/TLS is not chosen.
    .meaning = The server { $server } answered encrypted at once, while the portal waited for an ordinary greeting.
    .step1 = Choose SSL/TLS in “Encryption”.
    .step2 = Write the password again (after a change the portal asks for it again to protect it) and press “Save and send a test letter”.

cause-tls-too-old = The server { $server } knows only outdated encryption.
    .meaning = The server offers TLS version 1.1 or older. The portal requires version 1.2 or newer, because older ones are not safe (RFC 8997). The password was not sent.
    .step1 = Send this page to whoever runs the server, or to your IT support: TLS 1.2 or 1.3 has to be allowed on the server.
    .step2 = Until then, send from the portal’s server.

cause-certificate-expired = The certificate of the server { $server } has expired.
    .meaning = A certificate is a server’s identity card. It was valid until { $until }. Without it nobody can be sure that the right server is answering, so the password was not sent.
    .step1 = Tell your mail provider ({ $provider }) or whoever runs the server: the certificate has to be renewed.
    .step2 = You need not change any settings. Send the test letter again once the certificate has been renewed.
    .step3 = Until then, send from the portal’s server.

cause-certificate-not-yet-valid = The certificate of the server { $server } is not valid yet.
    .meaning = A certificate is a server’s identity card. Its validity has not begun, so the password was not sent.
    .step1 = Tell your mail provider ({ $provider }) or whoever runs the server: a valid certificate has to be installed.
    .step2 = You need not change any settings. Send the test letter again once the certificate is in order.

cause-certificate-wrong-name = The certificate of the server { $server } was issued to another name.
    .meaning = A certificate is a server’s identity card, and this one says: { $names }. The portal cannot be sure that the right server is answering, so the password was not sent.
    .step1 = Compare these names with your provider’s guide. If one of them is listed there as the server for sending, write it into “Server”.
    .step2 = If you know none of these names, change nothing and ask your provider or IT support for the server’s right name.

cause-certificate-self-signed = Nobody independent has confirmed the certificate of the server { $server }.
    .meaning = A certificate is a server’s identity card, and this server wrote its own (self-signed). The portal cannot be sure that the right server is answering, so the password was not sent.
    .step1 = Check in “Server” whether the name is exactly as in the provider’s guide.
    .step2 = Ask whoever runs the server, or your IT support, to install a publicly trusted certificate.
    .step3 = Until then, send from the portal’s server.

cause-certificate-unknown-issuer = The certificate of the server { $server } was issued by somebody the portal does not know.
    .meaning = The issuer is { $issuer }. It is not publicly trusted, or the server lacks some of its certificates. The password was not sent.
    .step1 = Send this page to whoever runs the server, or to your IT support: a publicly trusted certificate has to be installed together with its intermediate certificates.
    .step2 = Check in “Server” whether the name is exactly as in the provider’s guide.
    .step3 = Until then, send from the portal’s server.

cause-certificate-revoked = The certificate of the server { $server } has been revoked.
    .meaning = Its issuer ({ $issuer }) has taken it back. Such a server cannot be trusted, so the password was not sent.
    .step1 = Tell your mail provider ({ $provider }) or whoever runs the server at once: the certificate has to be replaced.
    .step2 = Until it has been replaced, send from the portal’s server.

cause-certificate-unusable = The certificate of the server { $server } cannot be read.
    .meaning = The certificate, the server’s identity card, is damaged or of a kind that the portal does not accept. The password was not sent.
    .step1 = Send this page to whoever runs the server, or to your IT support: the certificate has to be replaced.
    .step2 = Until then, send from the portal’s server.

cause-tls-pin-mismatch = The server { $server } showed another key than the one that your company trusts.
    .meaning = Your company’s administrator has settled which key answers on port { $port } of this server. Now another one did: the server’s key has been replaced, or somebody else is answering in its place. The password was not sent.
    .step1 = Ask whoever runs the server, or your IT support, whether the server’s certificate and key were replaced.
    .step2 = If they were, your company’s administrator compares the new key with what they say and confirms it. Then send the test letter again.
    .step3 = If nobody knows of a change, change nothing and send this page to your IT support. Until then, send from the portal’s server.

cause-tls-failed = No encrypted connection to the server { $server } came about.
    .meaning = The portal and the server could not agree on encryption. The exact reason is not known. The password was not sent.
    .step1 = Check the pair: 465 goes with SSL/TLS, 587 and 25 go with STARTTLS.
    .step2 = Wait a few minutes and send the test letter again.
    .step3 = If it happens again, send this page to your IT support or your mail provider ({ $provider }).

cause-starttls-missing = The server { $server } offers no encryption on port { $port }.
    .meaning = STARTTLS is chosen, but the server does not know it. The password was not sent, because it would have gone in the open.
    .step1 = Choose port 465 and encryption SSL/TLS.
    .step2 = If that does not work either, ask your mail provider which port allows encrypted sending.
    .step3 = Do not choose “No” as encryption unless your IT support plainly asks for it: the password and letters could then be read on the way.

cause-starttls-injected = The portal cut the connection to the server { $server } because it was not safe.
    .meaning = More came from the server before encryption than is allowed. The server may be faulty, or somebody is changing the connection on the way. The password was not sent.
    .step1 = Choose port 465 and encryption SSL/TLS: then no part of the connection is in the open.
    .step2 = Send this page to your IT support or your mail provider ({ $provider }), and do not use this port before they answer.

## What the server can do

cause-auth-missing = The server { $server } offers no sign-in on port { $port }.
    .meaning = The user name is { $user }, but the server does not ask for a sign-in. Some servers offer it only on an encrypted connection.
    .step1 = Choose port 465 with encryption SSL/TLS, or port 587 with encryption STARTTLS.
    .step2 = If your IT support says that this server needs no sign-in, leave “User name” and “Password” empty.

cause-auth-mechanism = The server { $server } offers only kinds of sign-in that the portal does not know.
    .meaning = The user name and password may be right, but they could not be handed over.
    .step1 = Send this page to your IT support: PLAIN or LOGIN has to be allowed on the server over an encrypted connection.
    .step2 = Until then, send from the portal’s server.

cause-utf8-missing = The server { $server } cannot send to addresses with letters such as ä or õ.
    .meaning = The recipient’s or sender’s address has a letter that this server does not support (SMTPUTF8 is missing).
    .step1 = Check the address for a spelling mistake: email addresses usually have no such letters.
    .step2 = Ask the recipient for an address with plain Latin letters only, and send the letter there.
    .step3 = If the letter is in your own address, write an address without such letters as the sender.

cause-too-large = The letter is larger than the server { $server } accepts.
    .meaning = The server allows letters of up to { $size } MB. Attachments grow by about a third when they are sent.
    .step1 = Remove an attachment or make the file smaller.
    .step2 = Spread the attachments over several letters.
    .step3 = If you often need to send large files, ask the provider whether the limit can be raised.

## The connection broke

cause-closed = The server { $server } hung up.
    .meaning = The server stopped before the letter was handed over and did not say why. The letter was not sent.
    .step1 = Wait a few minutes and send the test letter again.
    .step2 = Check the pair: 465 goes with SSL/TLS, 587 and 25 go with STARTTLS.
    .step3 = If it happens again, send this page to your IT support or your mail provider ({ $provider }).

cause-timeout = The server { $server } did not answer in time.
    .meaning = The connection came about, but then the server fell silent. It may be overloaded.
    .step1 = Wait a few minutes and send the test letter again. Real letters are tried again by the portal itself.
    .step2 = If it happens again, ask your mail provider ({ $provider }) whether its server has a fault.

cause-not-smtp = What answered on port { $port } is not a mail server.
    .meaning = The server { $server } answered with something a mail server does not say. There may be a web page there, or a server for reading mail.
    .step1 = Check “Server”: it must be the server for sending, for example smtp.example.com.
    .step2 = Choose port 465 with encryption SSL/TLS, or port 587 with encryption STARTTLS.
    .step3 = If the details agree with the provider’s guide, send this page to the provider or your IT support.

cause-in-doubt = It is not known whether the letter was sent.
    .meaning = The letter was handed to the server { $server }, but no clear answer came back. So that the recipient does not get the same letter twice, the portal does not send it again by itself.
    .step1 = Ask the recipient whether the letter arrived. For a test letter, look into your own mailbox.
    .step2 = If the letter arrived, mark it as sent.
    .step3 = If it did not, send it again.

## Sign-in

cause-wrong-credentials = { $provider } did not accept the user name and password.
    .meaning = The user name is { $user }. The server does not say whether the user name or the password is wrong.
    .step1 = Check “User name”: mostly it is the whole email address.
    .step2 = Try to read your mail with the same user name and password. If that does not work either, set a new password for the mailbox.
    .step3 = Write the password here again. Capital and small letters are different.
    .step4 = If you confirm your sign-in on a phone, create an app password and use that.

cause-wrong-credentials-app-password-likely = { $provider } did not accept the password: most likely an app password is needed.
    .meaning = This provider does not let programs use the ordinary mailbox password. An app password is a separate password for one program.
    .step1 = Open the provider’s guide and create an app password named “Portal”.
    .step2 = Paste it into “Password”. Spaces may stay, the portal removes them itself.
    .step3 = If you did use an app password, create a new one: the old one may have been deleted.
    .step4 = Check “User name”, too: it is { $user } now.

cause-gmail-wrong-credentials = { $provider } did not accept the password.
    .meaning = The user name is { $user }. Most often the ordinary account password was entered, or the app password is gone because the account password was changed.
    .step1 = Check that “User name” is the whole email address.
    .step2 = Create a new app password named “Portal” in your Google account.
    .step3 = Paste the 16 letters into “Password”. Spaces may stay, the portal removes them itself.

cause-app-password-required = { $provider } requires an app password, but the ordinary account password was entered.
    .meaning = An app password is a separate password for one program. You can create it in your account’s security settings.
    .step1 = Open your account and turn on two-step verification if it is not on yet.
    .step2 = Create an app password named “Portal”.
    .step3 = Paste it into “Password”. Spaces may stay, the portal removes them itself.

cause-mail-ee-wrong-credentials = Mail.ee did not accept the password.
    .meaning = The user name is { $user }. You need the separate password that mail.ee gives for email programs. The access may also have been switched off, because it was not used for two months or because 15 letters an hour were exceeded.
    .step1 = Sign in to mail.ee and open “E-posti seaded”, then “Outlook, e-posti programmid”.
    .step2 = Press “Luba” (allow). If access is allowed already and you do not know the password, switch it off and on again.
    .step3 = Copy the new password and paste it into “Password”.
    .step4 = Check that “User name” is your whole mail.ee address.

cause-auth-required = The server { $server } does not let anybody send without signing in.
    .meaning = The portal did not sign in because the user name or password is missing, or the server did not take the sign-in into account.
    .step1 = Fill in “User name” and “Password”. The user name is mostly the whole email address.
    .step2 = Check that the encryption is SSL/TLS or STARTTLS.
    .step3 = Press “Save and send a test letter”.

cause-auth-too-weak = { $provider } does not allow signing in this way.
    .meaning = The server finds an ordinary password too weak and wants a safer sign-in.
    .step1 = Create an app password in your account’s security settings and paste it into “Password”.
    .step2 = Check that the encryption is SSL/TLS or STARTTLS.

cause-auth-temporary = Signing in to the server { $server } did not work just now.
    .meaning = The server says that the fault is temporary. This does not tell whether the password is right.
    .step1 = Wait a few minutes and send the test letter again. Real letters are tried again by the portal itself.
    .step2 = If it lasts more than a day, ask your mail provider ({ $provider }) whether its server has a fault.

cause-password-transition = { $provider } asks for the password to be renewed first.
    .meaning = The server is changing to a new kind of sign-in, and the old password does not work before it is renewed.
    .step1 = Sign in to your mailbox in a browser. If you are asked to change the password there, do so.
    .step2 = Write the new password into “Password” and press “Save and send a test letter”.
    .step3 = If the mailbox asks for nothing, send this page to your mail provider.

cause-encryption-required = The server { $server } requires an encrypted connection.
    .meaning = The present choice would let the password go in the open, and the server does not agree to that.
    .step1 = Choose port 465 with encryption SSL/TLS, or port 587 with encryption STARTTLS.
    .step2 = Write the password again (after a change the portal asks for it again to protect it) and press “Save and send a test letter”.

cause-account-blocked = { $provider } has locked or closed the account { $user }.
    .meaning = The password need not be wrong. Accounts are locked, for example, after too many sign-ins, for an unpaid bill or when a stranger is suspected of using them.
    .step1 = Sign in to your mailbox in a browser and do what you are asked there.
    .step2 = If the account may be in a stranger’s hands, change the password and write the new one here, too.
    .step3 = If you cannot get in, talk to your mail provider.

## Google

cause-gmail-too-many-logins = { $provider } asks to wait: there have been too many sign-ins.
    .meaning = The restriction is temporary. The password is not necessarily wrong.
    .step1 = Wait and send the test letter again later. Real letters are tried again by the portal itself.
    .step2 = See whether another program or phone keeps trying to sign in to the account { $user } with an old password, and correct it there.

cause-gmail-daily-quota = The daily sending limit is used up ({ $provider }).
    .meaning = An ordinary account can send to about 500 recipients a day, a Google Workspace account 2000 letters. The limit clears within 24 hours. Waiting letters are not lost.
    .step1 = Let the letters wait: the portal goes on sending them when the limit clears.
    .step2 = If the letters are urgent, send them from the portal’s server.
    .step3 = Next time, spread a large number of invoices over several days.

cause-gmail-starttls-first = { $provider } requires encryption before signing in.
    .meaning = The encryption is set to “No”, or the connection did not turn to encryption. The password cannot be sent like this.
    .step1 = Choose port 465 with encryption SSL/TLS, or port 587 with encryption STARTTLS.
    .step2 = Write the password again (after a change the portal asks for it again to protect it) and press “Save and send a test letter”.

## Microsoft

cause-microsoft-smtp-auth-disabled-tenant = Your company’s Microsoft 365 does not let programs send.
    .meaning = Sending (SMTP AUTH) is switched off for the whole company. Only an administrator can allow it, a new password does not help.
    .step1 = Send this page to your company’s Microsoft 365 administrator.
    .step2 = The administrator opens admin.microsoft.com, chooses “Users”, “Active users”, the user { $user }, the “Mail” tab and “Manage email apps”, ticks “Authenticated SMTP” and saves. This opens sending for this mailbox only.
    .step3 = Wait a few minutes and send the test letter again.
    .step4 = Microsoft’s own explanation is at aka.ms/smtp_auth_disabled.

cause-microsoft-smtp-auth-disabled-mailbox = Programs are not allowed to send from your mailbox.
    .meaning = In Microsoft 365, sending (SMTP AUTH) is switched off for the mailbox { $user }. Only an administrator can allow it, a new password does not help.
    .step1 = Send this page to your company’s Microsoft 365 administrator.
    .step2 = The administrator opens admin.microsoft.com, chooses “Users”, “Active users”, the user { $user }, the “Mail” tab and “Manage email apps”, ticks “Authenticated SMTP” and saves.
    .step3 = Wait a few minutes and send the test letter again.
    .step4 = If you have a personal address (@outlook.com, @hotmail.com), there is no administrator: send from the portal’s server with replies coming to you.

cause-microsoft-basic-auth-disabled = Microsoft no longer allows signing in with a password here.
    .meaning = Signing in with a password is switched off for the account { $user }. An app password does not help either.
    .step1 = Ask your company’s Microsoft 365 administrator whether sending with a password can be allowed again.
    .step2 = If it can not, choose another mailbox, or send from the portal’s server.

cause-microsoft-wrong-credentials = Microsoft did not accept the user name and password.
    .meaning = The user name is { $user }. If the sign-in is confirmed on a phone (MFA), even the right password does not work.
    .step1 = Check that “User name” is the whole email address.
    .step2 = Try to sign in with the same password at outlook.office.com. If that works only with a confirmation on the phone, ask the administrator whether app passwords are possible.
    .step3 = Write the password here again.

cause-microsoft-security-policy = A security rule of your company did not let the portal sign in.
    .meaning = Microsoft 365 checked the sign-in, and it did not meet your company’s conditions (Conditional Access or Security defaults). Only an administrator can change the rules.
    .step1 = Send this page to your company’s Microsoft 365 administrator. The user is { $user }.
    .step2 = Until then, send from the portal’s server.

cause-microsoft-not-signed-in = Microsoft does not let anybody send without signing in.
    .meaning = The server { $server } did not learn who is sending: the sign-in was skipped or did not work.
    .step1 = Fill in “User name” and “Password”.
    .step2 = Check that the port is 587 and the encryption STARTTLS.
    .step3 = If that does not help, ask the administrator to allow “Authenticated SMTP” for your mailbox.

cause-microsoft-sender-not-allowed = The user { $user } may not send from the address { $sender }.
    .meaning = Microsoft 365 lets you send from your own address, or from an address for which you hold the “Send As” right.
    .step1 = Write { $user } as the sender address.
    .step2 = If the sender must stay as it is, ask the administrator to give the user { $user } the “Send As” right for the address { $sender }.

cause-outlook-com-password-ended = Outlook.com and Hotmail no longer allow sending with a password.
    .meaning = Microsoft ended this on 16 September 2024. App passwords no longer work either.
    .step1 = Choose another mailbox, for example your company’s, and write its address into “Email address”.
    .step2 = Or choose to send from the portal’s server.

cause-microsoft-too-many-connections = Too much is being sent from this mailbox at once.
    .meaning = Microsoft 365 allows one mailbox up to 3 connections at a time. The restriction is temporary.
    .step1 = Let the letters wait: the portal goes on sending them itself. Send a test letter again in a few minutes.
    .step2 = If it happens again, see what else sends from the mailbox { $user } (a printer, a web shop, another program), and give that a mailbox of its own.

## Sender

cause-sender-mailbox-full = Your own mailbox is full.
    .meaning = { $provider } cannot keep a copy of the sent letter, so it refuses to send.
    .step1 = Delete large letters from the mailbox { $user }. Begin with the sent ones, and empty the bin.
    .step2 = If nothing can be deleted, ask the administrator or the provider for a larger mailbox.
    .step3 = Then send the letters again.

cause-sender-not-allowed = { $provider } does not allow sending from the address { $sender }.
    .meaning = The sign-in was as { $user }. Mostly the sender address must be the same as the user name.
    .step1 = Write { $user } as the sender address.
    .step2 = If you want to send from { $sender }, sign in with the user name and password of that mailbox.
    .step3 = If the two addresses must differ, ask the provider whether it can allow that.

cause-zoho-sender-not-allowed = Zoho does not allow sending from the address { $sender }.
    .meaning = The sign-in was as { $user }. The sender must be the address of the same account or one of its aliases.
    .step1 = Write { $user } as the sender address.
    .step2 = If you want to send from { $sender }, add it to the Zoho account as an alias, or ask the administrator to do so.

## Limits

cause-zone-access-denied = Zone has stopped sending from your mailbox.
    .meaning = Zone answers like this when sending limits were exceeded. Only Zone’s support can open it again.
    .step1 = Write to Zone’s support that sending from the mailbox { $user } is closed (“SMTP ACCESS DENIED”), and ask for it to be opened.
    .step2 = If you did not send that much yourself, somebody may know your password: change it and write the new one here, too.
    .step3 = Let the portal keep the pace: Zone allows one letter every 5 seconds and 2000 recipients in 24 hours (4000 on the Premium and Ultimate plans).

cause-icloud-daily-quota = The daily sending limit of iCloud is used up.
    .meaning = Apple allows up to 1000 letters a day, to 1000 recipients in all. Waiting letters are not lost.
    .step1 = Let the letters wait: the portal goes on sending them when the limit clears.
    .step2 = If the letters are urgent, send them from the portal’s server.

cause-quota-exceeded = The sending limit is used up ({ $provider }).
    .meaning = The server allows only so many letters or recipients within some time. We do not know when the limit clears. See the server’s own words.
    .step1 = Let the letters wait: the portal tries again itself.
    .step2 = If the letters are urgent, send them from the portal’s server.
    .step3 = Ask your mail provider how many letters may be sent and whether the limit can be raised.

cause-too-many-connections = The server { $server } has too many connections just now.
    .meaning = The restriction is temporary. Another program may be using the same mailbox at the same time.
    .step1 = Let the letters wait: the portal goes on sending them itself. Send a test letter again in a few minutes.
    .step2 = If it happens again, see what else sends from the same mailbox, or ask the provider how many connections are allowed.

## Recipient and content

cause-recipient-refused = The recipient’s address does not exist.
    .meaning = The server { $server } said that there is no such mailbox. Your settings are in order.
    .step1 = Check the recipient’s address letter by letter, above all the part after the @ sign.
    .step2 = If the address looks right, ask the recipient by phone for the present address.
    .step3 = Correct the address and send this letter again.

cause-recipient-refused-relay = The server { $server } does not agree to pass the letter on to this recipient.
    .meaning = The server passes on letters only from those it knows: you have to sign in, or the portal has to be allowed on the server.
    .step1 = Fill in “User name” and “Password” if they are empty.
    .step2 = Check that “Server” is your own mail provider’s server for sending.
    .step3 = If the server is your company’s own and uses no sign-in, ask your IT support to allow the portal’s IP addresses there. They are: { $egress }.

cause-greylisted = The recipient’s server asked to try again later.
    .meaning = This is a common guard against spam (greylisting): an unknown sender is not accepted the first time. Your settings are in order.
    .step1 = Let the letter wait: the portal tries again itself in a few minutes. Send a test letter again a little later.
    .step2 = If the letter has not gone by the next day, let the recipient know that their server does not take it.

cause-mailbox-full-recipient = The recipient’s mailbox is full.
    .meaning = The address is right, but no more letters fit in. Your settings are in order.
    .step1 = Let the recipient know in another way, for example by phone, that their mailbox is full.
    .step2 = Send the letter again later, or ask the recipient for another address.

cause-message-too-large = The server { $server } did not take the letter because it is too large.
    .meaning = The limit is either at your server or at the recipient’s. Attachments grow by about a third when they are sent.
    .step1 = Remove an attachment or make the file smaller.
    .step2 = Spread the attachments over several letters.

cause-content-refused-spam = The letter was turned away because it was taken for spam.
    .meaning = The server { $server } found the letter’s content, links or sender suspicious. Servers usually do not tell the exact rule.
    .step1 = Look over the letter’s text: remove needless links, add a clear subject and your company’s name.
    .step2 = Ask your IT support to check that your domain’s SPF, DKIM and DMARC are in order. They prove that the sender is you.
    .step3 = If the recipient is expecting the letter, ask them to allow the address { $sender } on their server.

## Other

cause-temporary = The server { $server } asked to try again later.
    .meaning = The server says that the fault is temporary. We do not know the exact reason, the server’s own words are below.
    .step1 = Let the letter wait: the portal tries again itself. Send a test letter again in a few minutes.
    .step2 = If it lasts more than a day, send this page to your mail provider ({ $provider }) or your IT support.

cause-unknown-refusal = The server { $server } refused, and we do not know the reason.
    .meaning = We do not know this answer, and we will not guess. The server’s own words are kept below.
    .step1 = Send this page with the server’s words to your IT support or your mail provider ({ $provider }).
    .step2 = Meanwhile check the user name, the password and the sender address.
    .step3 = If the letters are urgent, send them from the portal’s server.

## Found by the queue itself

cause-deadline-passed = The letter was not sent: the time for it was over.
    .meaning = The letter had a time after which it is no longer worth sending. Until then its turn did not come, or the server could not be reached. After that time we did not try any more.
    .step1 = See whether the letter is still needed. If it is, send it again.
    .step2 = If letters are often too late, look up how many letters an hour or a day your mail provider ({ $provider }) allows, or set a later time.

cause-held-by-operator = The letters are waiting: whoever runs the portal has stopped sending through this server.
    .meaning = This was done by hand, for a reason of theirs. Nothing is sent through the server { $server } until they let it go on. No letter is lost.
    .step1 = Ask the portal’s support why sending was stopped, and when it goes on.
    .step2 = You need not do anything to the letters: they go out by themselves then.

cause-letter-not-written = The letter could not be put together for sending.
    .meaning = Something in it can not be written as a letter, or an attached file is no longer there. It was not sent, and trying again changes nothing.
    .step1 = Write the letter again and attach the files again.
    .step2 = If that does not help, send this page to your IT support: the reason stands in the portal’s log.

cause-no-way-to-send = The letter was not sent: nothing could be sent with its user’s settings for too long.
    .meaning = When the letter was handed over the settings were in order. Since then they name no server, and there is none of the portal’s that could take its place. The letter waited for that to be mended, and was given up.
    .step1 = Open the sending settings, choose through what letters are to go out, and save.
    .step2 = See whether the letter is still needed. If it is, send it again.

cause-settings-incomplete = The letters are waiting: something is missing in the sending settings.
    .meaning = When the letters were handed over the settings were in order. Since then the server or the password was taken out, so nothing can be sent with them. No letter is lost.
    .step1 = Open the sending settings, fill in what is missing, and save.
    .step2 = The letters then go out by themselves.

cause-password-unreadable = The letters are waiting: the saved password can not be opened any more.
    .meaning = The password is kept encrypted, and it no longer opens for the server { $server }. Nothing was sent, and no letter is lost.
    .step1 = Enter the password again in the sending settings, and save.
    .step2 = The letters then go out by themselves.

## Came back: a server took the letter, and later word came that it had not arrived

cause-returned-no-such-address = The recipient’s address does not exist.
    .meaning = The recipient’s server answered that there is no mailbox at this address. Usually there is a typing mistake in it, or the person has left the company. The next letter to this address would come back too.
    .step1 = Look at the address letter by letter. If you find the mistake, mend it at the letter and send the same letter to the right address.
    .step2 = If the address looks right, ask the customer by telephone what it is now.
    .step3 = Mend it in the customer’s data too. Then the next letters go to the right place at once.

cause-returned-no-such-domain = The domain of the recipient’s address does not exist, or takes no mail.
    .meaning = The domain is the part of the address behind the @. The Internet’s register of names (DNS) has no such name, or no mail server belongs to it. Often there is a typing mistake in it, for example gmial.com; sometimes a company has given its domain up.
    .step1 = Look at what stands behind the @. If you find the mistake, mend it at the letter and send the same letter to the right address.
    .step2 = If there is none, ask the customer for a new address.
    .step3 = Mend it in the customer’s data too.

cause-returned-mailbox-full = The recipient’s mailbox is full.
    .meaning = The address is right, but there is no room for new letters. Until old ones are deleted the recipient gets mail from nobody.
    .step1 = Call the recipient: they may not know that letters do not reach them.
    .step2 = Send the letter again when there is room, or send it to another address of theirs at once.
    .step3 = If the mailbox stays full, ask for another address: a full mailbox is usually one that nobody reads any more.

cause-returned-inactive = The recipient’s mailbox is closed, switched off, or has moved.
    .meaning = There was such a mailbox once, but it takes no letters now. Often the person has left, or the company has a new address.
    .step1 = Read the server’s words on the event’s page: sometimes the new address stands there.
    .step2 = Ask the customer where invoices should go now.
    .step3 = Send the same letter to the new address from the letter’s page, and mend the address in the customer’s data too.

cause-returned-refused-sender = The recipient’s server did not trust the sender.
    .meaning = The recipient’s address may be right. The server refused because of the sender: the records of your domain (SPF, DKIM, DMARC) do not allow the server that the letter went through, or that server has a bad name. Letters to others may come back for the same reason.
    .step1 = Send the address of the event’s page to your IT support: the server’s own words and codes stand there.
    .step2 = Ask them to check the SPF, DKIM and DMARC records of your domain. They have to allow the server that your letters go through.
    .step3 = If the letters are urgent, choose “The portal's server, replies to you” in the sending settings: that does not depend on your domain’s records.
    .step4 = Send the letter again when this is mended. Before that it would only come back.

cause-returned-refused-content = The recipient’s server refused the letter because of what is in it.
    .meaning = It took the letter for spam or for dangerous, or the letter was too large, or its form was not accepted. The address itself is usually right.
    .step1 = Look at the files: large files, ZIP files and programs are often stopped. Send an invoice as a PDF.
    .step2 = Look at the text: if it is almost nothing but links or pictures, add a few ordinary sentences.
    .step3 = Ask the recipient to add your address to the allowed senders, and then send the letter again.

cause-returned-refused-policy = A rule at the recipient’s does not let this letter through.
    .meaning = For example, the mailbox takes letters only from people of its own company, or only from senders that are known there. Nothing is wrong with your settings.
    .step1 = Reach the recipient in another way, and ask that their IT support lets letters from your address through.
    .step2 = Or ask for an address that takes invoices from outside.
    .step3 = Then send the letter again.

cause-returned-temporary = The letter did not arrive in time.
    .meaning = The recipient’s server did not answer, or something broke on the way, and after several tries it was given up. The address may be right, and everything may be in order again by now.
    .step1 = Send the letter again.
    .step2 = If it comes back once more, look at what stands in the address behind the @.
    .step3 = If that is right too, tell the recipient that their mail server does not answer.

cause-returned-unknown = The letter came back, but the message does not tell why.
    .meaning = The recipient’s server sent a message whose reason we do not know. Its own words stand on the event’s page as they came.
    .step1 = Read the server’s words on the event’s page: sometimes the reason is there in simple words.
    .step2 = Look at the address, and send the letter again.
    .step3 = If it comes back once more, show the event’s page to your IT support.
