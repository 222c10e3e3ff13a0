-- Several ways of writing one entity share its index; each entity's values are sealed under a key of its own.
-- revision: whoever adds names the one it saw. It starts at a random number, so that a thread made anew is never taken for the old one.
CREATE TABLE threads (thread_id TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO threads SELECT thread_id, 1 + abs(random() % 1099511627776) FROM tokens GROUP BY thread_id;

CREATE TABLE tokens_by_entity (
  thread_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  idx INTEGER NOT NULL,
  alias INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  -- Null once erased; the row stays so that its token is never given out again.
  ciphertext BLOB,
  -- What rows from before this migration are bound to. Theirs is the data key itself.
  legacy TEXT,
  generation INTEGER NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (thread_id, kind, idx, alias)
) STRICT, WITHOUT ROWID;
INSERT INTO tokens_by_entity
  SELECT thread_id, kind, idx, 1, row_number() OVER (PARTITION BY thread_id ORDER BY kind, idx), ciphertext, entity, 1, expires_at FROM tokens;
DROP TABLE tokens;
ALTER TABLE tokens_by_entity RENAME TO tokens;
CREATE INDEX tokens_expiry ON tokens (expires_at);

CREATE TABLE entity_keys (
  thread_id TEXT NOT NULL,
  entity INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  generation INTEGER NOT NULL,
  PRIMARY KEY (thread_id, entity)
) STRICT, WITHOUT ROWID;

-- Sealed facts about a thread: business ids that stay as they are, and which typed record an entity is.
CREATE TABLE notes (
  thread_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  ciphertext BLOB NOT NULL,
  generation INTEGER NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (thread_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX notes_expiry ON notes (expires_at);

ALTER TABLE blobs ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
