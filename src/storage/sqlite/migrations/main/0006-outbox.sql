-- What is told to others. Written in the transaction of the step it tells of; ids come from the audit log's hashes.
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  at TEXT NOT NULL,
  subject TEXT NOT NULL,
  ordering_key TEXT NOT NULL,
  thread_id TEXT,
  data TEXT NOT NULL
) STRICT;

-- One row per event and target. A waiting one is due once no older one of the same record waits for the same target.
CREATE TABLE deliveries (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  event_id TEXT NOT NULL,
  target TEXT NOT NULL,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  ordering_key TEXT NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at TEXT NOT NULL,
  lease_until TEXT,
  last_status INTEGER,
  last_problem TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE status = 'waiting';
CREATE INDEX deliveries_order ON deliveries (target, ordering_key, seq) WHERE status = 'waiting';
CREATE INDEX deliveries_status ON deliveries (status, seq);

CREATE TABLE delivery_attempts (
  seq INTEGER PRIMARY KEY,
  delivery_id TEXT NOT NULL,
  at TEXT NOT NULL,
  took_ms INTEGER NOT NULL,
  status INTEGER,
  problem TEXT
) STRICT;
CREATE INDEX delivery_attempts_delivery ON delivery_attempts (delivery_id, seq);
