-- How far each feed of the connected systems was read for a model.
CREATE TABLE history_marks (
  model TEXT NOT NULL,
  source TEXT NOT NULL,
  cursor TEXT NOT NULL,
  read_at TEXT,
  begun_at TEXT,
  PRIMARY KEY (model, source)
) WITHOUT ROWID;
