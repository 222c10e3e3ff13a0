-- Threads get small integer ids: a 36-character key in every index is most of what the stock saver writes.
CREATE TABLE threads (id INTEGER PRIMARY KEY, thread_id TEXT NOT NULL, ns TEXT NOT NULL, UNIQUE (thread_id, ns)) STRICT;
CREATE TABLE checkpoints (thread INTEGER NOT NULL, id TEXT NOT NULL, parent_id TEXT, body TEXT NOT NULL, metadata TEXT NOT NULL, versions TEXT NOT NULL, PRIMARY KEY (thread, id)) STRICT, WITHOUT ROWID;
-- One row per channel and version: a checkpoint stores only what changed.
CREATE TABLE channels (thread INTEGER NOT NULL, channel TEXT NOT NULL, version TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (thread, channel, version)) STRICT, WITHOUT ROWID;
CREATE TABLE writes (thread INTEGER NOT NULL, checkpoint_id TEXT NOT NULL, task_id TEXT NOT NULL, idx INTEGER NOT NULL, channel TEXT NOT NULL, value TEXT NOT NULL, task_path TEXT NOT NULL, PRIMARY KEY (thread, checkpoint_id, task_id, idx)) STRICT, WITHOUT ROWID;
