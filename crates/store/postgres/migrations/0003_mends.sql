-- Mends of delivery: what programs on one database have to know of each other, and what a batch's page is read from.

-- Connections that programs keep to the account's server after a turn: JSON.
ALTER TABLE accounts ADD COLUMN connections TEXT;

-- When the first and the last of its messages were sent.
ALTER TABLE batches ADD COLUMN first_sent_at BIGINT;
ALTER TABLE batches ADD COLUMN last_sent_at BIGINT;

UPDATE batches b SET first_sent_at = s.first, last_sent_at = s.last
FROM (SELECT batch_id, min(changed_at) AS first, max(changed_at) AS last FROM messages
    WHERE batch_id IS NOT NULL AND state = 'sent' GROUP BY 1) s
WHERE b.id = s.batch_id;

-- Through which accounts a batch goes out is read from it too.
DROP INDEX messages_of_batch;
CREATE INDEX messages_of_batch ON messages (batch_id, state, account_id) WHERE batch_id IS NOT NULL;
