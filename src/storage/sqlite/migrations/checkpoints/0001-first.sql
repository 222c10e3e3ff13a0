-- Threads get small integer ids: a 36-character key in every index is most of what the stock saver writes.
CREATE TABLE threads (id INTEGER PRIMARY KEY, thread_id TEXT NOT NULL, ns TEXT NOT NULL, UNIQUE (thread_id, ns)) STRICT;
-- Ordinary tables with an index beside them, not clustered by thread: the rows of concurrent runs end up next to each other
-- on the last page, so that a shared transaction writes a few pages instead of several for every run in it.
CREATE TABLE checkpoints (thread INTEGER NOT NULL, id TEXT NOT NULL, parent_id TEXT, body TEXT NOT NULL, metadata TEXT NOT NULL, versions TEXT NOT NULL, UNIQUE (thread, id)) STRICT;
-- One row per channel and version: a checkpoint stores only what changed.
CREATE TABLE channels (thread INTEGER NOT NULL, channel TEXT NOT NULL, version TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (thread, channel, version)) STRICT;
CREATE TABLE writes (thread INTEGER NOT NULL, checkpoint_id TEXT NOT NULL, task_id TEXT NOT NULL, idx INTEGER NOT NULL, channel TEXT NOT NULL, value TEXT NOT NULL, task_path TEXT NOT NULL, UNIQUE (thread, checkpoint_id, task_id, idx)) STRICT;
