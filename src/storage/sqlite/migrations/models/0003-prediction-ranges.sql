-- Which answers were handed over to be copied elsewhere. Ranges follow one another without a gap or an overlap; the last one may still be open.
CREATE TABLE prediction_ranges (
  number INTEGER PRIMARY KEY,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  last_id TEXT NOT NULL,
  answers INTEGER NOT NULL,
  handed_over INTEGER NOT NULL
);
