-- Mends of delivery: what programs on one database have to know of each other, and what a batch's page is read from.

-- Connections that programs keep to the account's server after a turn: JSON.
ALTER TABLE accounts ADD COLUMN connections TEXT;

-- When the first and the last of its messages were sent.
ALTER TABLE batches ADD COLUMN first_sent_at INTEGER;
ALTER TABLE batches ADD COLUMN last_sent_at INTEGER;

UPDATE batches SET
    first_sent_at = (SELECT min(changed_at) FROM messages WHERE batch_id = batches.id AND state = 'sent'),
    last_sent_at = (SELECT max(changed_at) FROM messages WHERE batch_id = batches.id AND state = 'sent');

-- Through which accounts a batch goes out is read from it too.
DROP INDEX messages_of_batch;
CREATE INDEX messages_of_batch ON messages (batch_id, state, account_id) WHERE batch_id IS NOT NULL;
