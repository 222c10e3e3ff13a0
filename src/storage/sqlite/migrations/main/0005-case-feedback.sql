-- What people made of proposals and answers, with version and case.
CREATE TABLE case_feedback (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  workflow TEXT NOT NULL,
  kind TEXT NOT NULL,
  run_id TEXT NOT NULL,
  about TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX case_feedback_about ON case_feedback (about);
CREATE INDEX case_feedback_workflow ON case_feedback (workflow, seq);
