-- The Agent Server. Versions of an assistant stand beside the one in use.
CREATE TABLE serving_assistants (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  graph_id TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE TABLE serving_assistant_versions (id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (id, version)) STRICT, WITHOUT ROWID;

CREATE TABLE serving_threads (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  roles TEXT NOT NULL,
  status TEXT NOT NULL,
  temporary INTEGER NOT NULL,
  error TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  metadata TEXT NOT NULL,
  config TEXT NOT NULL,
  interrupts TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE INDEX serving_threads_owner ON serving_threads (owner, seq);

-- Runs are also the queue: one at work per thread, the others in the order they came.
CREATE TABLE serving_runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  thread_id TEXT NOT NULL,
  assistant_id TEXT NOT NULL,
  owner TEXT NOT NULL,
  roles TEXT NOT NULL,
  status TEXT NOT NULL,
  multitask TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  base TEXT,
  available_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  metadata TEXT NOT NULL,
  kwargs TEXT NOT NULL
) STRICT;
CREATE INDEX serving_runs_thread ON serving_runs (thread_id, seq);
CREATE INDEX serving_runs_active ON serving_runs (thread_id, status) WHERE status IN ('pending', 'running');

CREATE TABLE serving_crons (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  assistant_id TEXT NOT NULL,
  thread_id TEXT,
  enabled INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX serving_crons_owner ON serving_crons (owner, seq);

-- A namespace is kept as its labels, each followed by a separator no label may hold, so that a prefix is a range.
CREATE TABLE serving_items (
  owner TEXT NOT NULL,
  namespace TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  expires_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (owner, namespace, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE serving_deliveries (id TEXT PRIMARY KEY, url TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL, due_at TEXT NOT NULL) STRICT;
