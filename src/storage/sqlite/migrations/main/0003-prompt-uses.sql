-- How prompts do, by version: one row for each prompt of a run. Figures alone, no texts.
CREATE TABLE prompt_uses (
  seq INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,
  prompt TEXT NOT NULL,
  version TEXT NOT NULL,
  at TEXT NOT NULL,
  engine TEXT NOT NULL,
  fallback TEXT,
  refused_texts INTEGER NOT NULL,
  cost_micros INTEGER NOT NULL,
  latency_ms INTEGER NOT NULL,
  outcome TEXT,
  edit_distance REAL,
  UNIQUE (run_id, prompt)
) STRICT;
CREATE INDEX prompt_uses_version ON prompt_uses (prompt, version);
