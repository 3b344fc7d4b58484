### Answers that are passed on to the user whose letter they answer.

passed-on-from = { $writer } (through { $company })
passed-on-without = (What came with this answer was too large to be attached. Ask the sender to send it to you directly.)
