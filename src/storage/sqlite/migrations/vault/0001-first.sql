-- Ciphertext only; entity is a keyed hash, so nothing here can be searched without the installation's key.
CREATE TABLE tokens (
  thread_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  idx INTEGER NOT NULL,
  entity TEXT NOT NULL,
  ciphertext BLOB NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (thread_id, kind, idx),
  UNIQUE (thread_id, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_expiry ON tokens (expires_at);
CREATE TABLE blobs (ref TEXT PRIMARY KEY, ciphertext BLOB NOT NULL, expires_at TEXT NOT NULL) STRICT;
CREATE INDEX blobs_expiry ON blobs (expires_at);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
