-- Events: what was heard, once per (source, source_id).
CREATE TABLE events (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  source_id TEXT,
  type TEXT NOT NULL,
  record TEXT NOT NULL,
  occurred_at TEXT,
  received_at TEXT NOT NULL,
  principal TEXT NOT NULL,
  hint TEXT NOT NULL,
  payload_ref TEXT
) STRICT;
CREATE UNIQUE INDEX events_once ON events (source, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX events_received ON events (received_at);

CREATE TABLE cursors (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- Runs are also the queue: a run is due when queued (or waiting) and available.
CREATE TABLE runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  workflow TEXT NOT NULL,
  workflow_version TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  ordering_key TEXT NOT NULL,
  record TEXT NOT NULL,
  event_id TEXT,
  principal TEXT NOT NULL,
  status TEXT NOT NULL,
  input TEXT NOT NULL,
  outcome TEXT,
  resume TEXT NOT NULL,
  fence INTEGER NOT NULL DEFAULT 0,
  owner TEXT,
  lease_until TEXT,
  recoveries INTEGER NOT NULL DEFAULT 0,
  available_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX runs_due ON runs (available_at) WHERE status IN ('queued', 'waiting');
CREATE INDEX runs_running ON runs (ordering_key) WHERE status = 'running';
CREATE INDEX runs_key ON runs (ordering_key, status);
CREATE INDEX runs_parked ON runs (thread_id) WHERE status = 'awaiting_approval';
CREATE INDEX runs_status ON runs (status, seq);

-- One row per transition of a record under a workflow; the ordinal tells a second hold from the first one told twice.
CREATE TABLE transitions (
  workflow TEXT NOT NULL,
  connection TEXT NOT NULL,
  record TEXT NOT NULL,
  identity_hash TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (workflow, connection, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE effects (
  key TEXT PRIMARY KEY,
  proposal_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  workflow TEXT NOT NULL,
  slot TEXT NOT NULL,
  tool TEXT NOT NULL,
  connection TEXT NOT NULL,
  target TEXT NOT NULL,
  state TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  lookups INTEGER NOT NULL DEFAULT 0,
  sent_at TEXT,
  settle_at TEXT,
  receipt TEXT,
  reason TEXT,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX effects_run ON effects (run_id);
CREATE INDEX effects_open ON effects (state) WHERE state <> 'applied';

CREATE TABLE proposals (
  id TEXT PRIMARY KEY,
  thread_id TEXT NOT NULL,
  facts_hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX proposals_facts ON proposals (thread_id, facts_hash);

CREATE TABLE approvals (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  proposal_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  status TEXT NOT NULL,
  revision INTEGER NOT NULL,
  due_at TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX approvals_thread ON approvals (thread_id, status);
CREATE INDEX approvals_proposal ON approvals (proposal_id);
CREATE INDEX approvals_due ON approvals (due_at) WHERE status = 'waiting';
CREATE INDEX approvals_status ON approvals (status, seq);

-- Hash-chained: each row's hash covers the one before.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  run_id TEXT,
  correlation_id TEXT,
  subject TEXT,
  body TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_run ON audit (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE audit_heads (seq INTEGER NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL, key_id TEXT NOT NULL, signature TEXT NOT NULL, PRIMARY KEY (seq, at)) STRICT;

CREATE TABLE exceptions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL,
  run_id TEXT,
  code TEXT NOT NULL,
  created_at TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX exceptions_status ON exceptions (status, seq);
CREATE INDEX exceptions_run ON exceptions (run_id);

CREATE TABLE links (
  id TEXT PRIMARY KEY,
  left_connection TEXT NOT NULL, left_type TEXT NOT NULL, left_id TEXT NOT NULL,
  right_connection TEXT NOT NULL, right_type TEXT NOT NULL, right_id TEXT NOT NULL,
  source TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (left_connection, left_type, left_id, right_connection, right_type, right_id)
) STRICT;
CREATE TABLE aliases (connection TEXT NOT NULL, type TEXT NOT NULL, alias TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (connection, type, alias)) STRICT, WITHOUT ROWID;

CREATE TABLE egress (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  run_id TEXT NOT NULL,
  outcome TEXT NOT NULL,
  tokens INTEGER NOT NULL DEFAULT 0,
  cost_micros INTEGER NOT NULL DEFAULT 0,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX egress_run ON egress (run_id);
CREATE INDEX egress_at ON egress (at);

CREATE TABLE api_keys (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, principal TEXT NOT NULL, name TEXT NOT NULL, roles TEXT NOT NULL, created_at TEXT NOT NULL, revoked_at TEXT) STRICT;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL) STRICT;
