# The page of a test letter, and the letter itself.
test-title-running = The test letter is on its way
test-title-passed = The test letter was accepted
test-title-failed = The test letter did not get away
test-title-aborted = The test was cut short
test-lead-running = We check the server step by step. It usually takes a few seconds.
test-lead-passed = Server { $server } accepted the letter. Look into the mailbox { $address }: the letter should be there soon.
test-lead-aborted = The portal was restarted during the test. Your settings are safe; send a test letter again.
test-what-to-do = What to do
test-meaning = What it means
test-next = What next
test-passed-step1 = Open your mailbox and see whether the test letter is there. Look into the spam folder too.
test-passed-step2 = If it is there you can send invoices: the settings are right.
test-passed-step3 = If it does not come, show this page to your IT support: that it was accepted is proved, the rest of the way lies behind the mail server.
test-server-words = The server's own words
test-transcript = The whole talk with the server (without the password)
test-transcript-us = we
test-transcript-server = server
test-other-ports = What else answers on this server
test-other-port-yes = Port { $port } ({ $security }) answers. Try that one.
test-other-port-no = Port { $port } ({ $security }) does not answer.
test-guide = Show me how, step by step
test-enter-password = Enter a new password
test-look-field = Look at the field: { $field }
test-again-button = Try again
test-back = Back to the settings
test-refresh = Refresh
test-refresh-hint = The test is still running. Refresh the page to see the result.
test-stages = Stages
test-verdict-for = Holds for exactly these settings: { $server }, port { $port }, { $security }, sender { $sender }.
test-unknown-provider-name = server { $server }
test-word-unknown = unknown
test-not-ready = Save your mail server's settings and password before you send a test letter.
test-secret-unreadable = The saved password can not be opened any more. Enter it again.
test-too-many = There have been { $count } tests within the last hour already. Wait a little: frequent attempts may lock your mailbox.

stage-policy = Allowed destination
stage-dns = Name found
stage-connect = Connection
stage-greeting = Greeting
stage-tls = Encryption
stage-ehlo = What the server offers
stage-auth = Sign-in
stage-mail-from = Sender
stage-rcpt-to = Recipient
stage-data = The letter's content
stage-accepted = Accepted

outcome-passed = all right
outcome-failed = stopped here
outcome-skipped = not needed
outcome-running = running
outcome-waiting = waiting
outcome-not-reached = not reached

detail-addresses = { $host } → { $list }
detail-peer = { $address }
detail-tls = { $version } · certificate { $subject }, issued by { $issuer }, valid until { $until }
detail-tls-untrusted = Certificate: { $subject }, issued by { $issuer }, valid { $from } to { $until }
detail-extensions-size = { $list } · up to { $megabytes } MB
detail-extensions = { $list }
detail-mechanism = by { $name }
detail-skipped-auth = There is no user name, so no sign-in was tried.
detail-answer = { $text }

## The letter
letter-subject = Test letter from the portal: the settings work
letter-body-portal =
    Hello, { $name }!

    This is the test letter that you sent yourself from the portal's page "Sending mail".
    If you can read it, the portal's server sends your letters.

    Sender: { $sender }

    There is no need to answer this letter.

letter-body =
    Hello, { $name }!

    This is the test letter that you sent yourself from the portal's page "Sending mail".
    If you can read it, your mail server's settings work.

    Server: { $server }
    Port: { $port }
    Encryption: { $security }
    Sender: { $sender }

    There is no need to answer this letter.
