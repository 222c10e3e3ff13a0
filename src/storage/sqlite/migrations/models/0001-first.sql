-- Numeric models: versions, stages, predictions with their outcomes, and the feature store. Bodies are JSON text.
CREATE TABLE versions (
  model TEXT NOT NULL,
  number INTEGER NOT NULL,
  body TEXT NOT NULL,
  artefact TEXT NOT NULL,
  PRIMARY KEY (model, number)
) WITHOUT ROWID;

CREATE TABLE deployments (
  seq INTEGER PRIMARY KEY,
  environment TEXT NOT NULL,
  model TEXT NOT NULL,
  number INTEGER NOT NULL,
  stage TEXT NOT NULL,
  since TEXT NOT NULL,
  by_whom TEXT NOT NULL,
  approved_by TEXT,
  UNIQUE (environment, model, number)
);
-- One champion and one shadow a model and environment, whatever the code believes.
CREATE UNIQUE INDEX one_champion ON deployments (environment, model) WHERE stage = 'champion';
CREATE UNIQUE INDEX one_shadow ON deployments (environment, model) WHERE stage = 'shadow';

CREATE TABLE changes (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX changes_status ON changes (status, seq);

CREATE TABLE predictions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  model TEXT NOT NULL,
  version INTEGER NOT NULL,
  environment TEXT NOT NULL,
  role TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  request_id TEXT,
  by_whom TEXT NOT NULL,
  entity TEXT,
  as_of TEXT NOT NULL,
  at TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX predictions_model ON predictions (model, role, seq);
CREATE INDEX predictions_correlation ON predictions (correlation_id);
CREATE INDEX predictions_entity ON predictions (model, entity, as_of) WHERE entity IS NOT NULL;
CREATE UNIQUE INDEX predictions_request ON predictions (model, by_whom, request_id) WHERE request_id IS NOT NULL AND role <> 'shadow';

CREATE TABLE outcomes (
  model TEXT NOT NULL,
  entity TEXT NOT NULL,
  as_of TEXT NOT NULL,
  at TEXT NOT NULL,
  targets TEXT NOT NULL,
  by_whom TEXT NOT NULL,
  PRIMARY KEY (model, entity, as_of)
) WITHOUT ROWID;

CREATE TABLE feedback (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  prediction_id TEXT NOT NULL,
  model TEXT NOT NULL,
  at TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX feedback_model ON feedback (model, at);

CREATE TABLE observations (
  model TEXT NOT NULL,
  entity TEXT NOT NULL,
  name TEXT NOT NULL,
  at TEXT NOT NULL,
  known_at TEXT NOT NULL,
  value TEXT NOT NULL,
  record TEXT,
  PRIMARY KEY (model, entity, name, at, known_at, value)
) WITHOUT ROWID;

CREATE TABLE moments (
  model TEXT NOT NULL,
  entity TEXT NOT NULL,
  as_of TEXT NOT NULL,
  outcome_at TEXT NOT NULL,
  targets TEXT NOT NULL,
  links TEXT NOT NULL,
  PRIMARY KEY (model, entity, as_of, links)
) WITHOUT ROWID;

CREATE TABLE jobs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  model TEXT NOT NULL,
  request_id TEXT NOT NULL,
  bodies TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  refused TEXT NOT NULL,
  done INTEGER NOT NULL,
  status TEXT NOT NULL,
  by_whom TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (model, request_id)
);
CREATE INDEX jobs_status ON jobs (status, seq);
