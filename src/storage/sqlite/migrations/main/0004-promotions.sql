-- Requests for a wider phase: one person asks, another confirms. The phases themselves are settings.
CREATE TABLE promotions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  workflow TEXT NOT NULL,
  status TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX promotions_status ON promotions (status, seq);
