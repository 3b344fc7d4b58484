# What is wrong with a letter: letter-problem-<key>, on the compose page and in the API's answers.

## Recipients
letter-problem-no-recipient = Say who gets the letter: at least one address in the field To.
letter-problem-too-many-recipients = The letter has { $count } recipients. It may have { $limit } at most, copies included.
letter-problem-address-missing = The address is missing.
letter-problem-address-at = “{ $text }” is not an email address: it looks like name@company.ee.
letter-problem-address-local = In “{ $text }” something is wrong before the @: a space, a dot too many, or a character that an address can not have.
letter-problem-address-domain = In “{ $text }” something is wrong after the @: a domain looks like company.ee.
letter-problem-address-too-long = The address “{ $text }” is too long.
letter-problem-display-name-too-long = The recipient's name is too long: 120 characters at most.
letter-problem-display-name-invisible = The recipient's name has a character that can not be seen, such as a line break. Type it anew.

## Subject and text
letter-problem-subject-invisible = The subject has a line break or another character that can not be seen. Type it anew.
letter-problem-subject-too-long = The subject is too long: { $limit } characters at most.
letter-problem-empty = The letter is empty: write a text or add a file.
letter-problem-control-character = The text has a character that can not be sent ({ $code }). It may have come along when something was pasted.
letter-problem-text-too-long = The text is too long: { $limit } at most. Add it as a file.

## Files
letter-problem-too-many-attachments = There are { $count } files with the letter. There may be { $limit } at most.
letter-problem-attachment-name = The file's name can not be used: 1 to { $limit } characters, without slashes and line breaks.
letter-problem-attachment-media-type = The file's type can not be used: it looks like application/pdf.
letter-problem-attachment-hash = The file's checksum is not a SHA-256: 64 hexadecimal digits.
letter-problem-attachment-too-large = The file has { $size }. One file may have { $limit } at most.
letter-problem-too-large = The letter with its files has { $size }. It may have { $limit } at most, and recipients' servers often take less.

## Handed over by a program
letter-problem-attachment-either = A file has either a hash or content: one of the two.
letter-problem-attachment-content = The file's content is not base64.
letter-problem-attachment-missing = There is no file with this hash (any more). Upload it first.
letter-problem-reference = The reference can not be used: 1 to 120 bytes of visible text without spaces.
letter-problem-time = This is not a time: it looks like 2026-11-22T10:14:00Z.
letter-problem-send-at-too-late = The time of sending is too far ahead: within a year.
letter-problem-deadline-too-early = The deadline is over already, or is before the time of sending.
letter-problem-replaces = A message is replaced by its id, and by a single letter only.
