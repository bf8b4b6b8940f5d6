// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/sqlite_schema.h"

namespace muster {

std::string_view SqliteTables() {
  return R"sql(
CREATE TABLE about (
  -- What this file was made from, and how it is read: .schema has the meaning of each column.
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE reports (
  -- The field reports, without their texts, as corrected at about.known_at.
  report TEXT PRIMARY KEY,       -- SHA-256 of its metadata with the digest of its document
  source TEXT NOT NULL,          -- who published it
  agency TEXT,
  author TEXT,
  title TEXT,
  url TEXT,
  language TEXT,
  published TEXT,                -- as written: a day, a month, an interval (EDTF)
  published_best TEXT,           -- its best day
  grade TEXT,                    -- Admiralty code: reliability A to F, credibility 1 to 6
  document_sha256 TEXT,          -- of the document, or of the text that was typed
  recorded_at TEXT NOT NULL,     -- RFC 3339, UTC
  first_position INTEGER NOT NULL,
  events INTEGER NOT NULL        -- how many records it has in the whole ledger
) WITHOUT ROWID;

CREATE TABLE records (
  -- The log, record by record: each event as it was recorded. Corrections are records, too.
  position INTEGER PRIMARY KEY,  -- 0 and up, without gaps
  recorded_at TEXT NOT NULL,     -- RFC 3339, UTC; never decreases
  recorded_by TEXT NOT NULL,
  report TEXT REFERENCES reports,  -- NULL of what a command wrote
  kind TEXT NOT NULL,            -- arrival, claim, amendment, ...
  on_text TEXT,                  -- the date as written; NULL where an event has none
  on_earliest TEXT,              -- days; NULL where it is open
  on_best TEXT,
  on_latest TEXT,
  event TEXT NOT NULL,           -- JSON with the keys of the report file
  evidence TEXT                  -- JSON: the passages that it rests on; NULL if there is none
);

CREATE TABLE posts (
  -- Where people stand. A path includes what lies below it: police/formed-unit is police.
  post INTEGER PRIMARY KEY,
  mission TEXT NOT NULL,         -- 'unspecified' where it is not said; so in all six
  contributor TEXT NOT NULL,     -- ISO 3166-1 alpha-3
  component TEXT NOT NULL,
  contingent TEXT NOT NULL,
  place TEXT NOT NULL,
  duty TEXT NOT NULL             -- below absent/: on strength, not on duty
);

CREATE TABLE movements (
  -- The double entry: people who go from one post to another. What reads so at about.known_at,
  -- through the lens of about, corrections applied; in the order in which they count.
  movement INTEGER PRIMARY KEY,
  position INTEGER NOT NULL REFERENCES records,  -- of the event's first record
  kind TEXT NOT NULL,            -- arrival, assignment, departure, loss, transfer, or difference:
                                 -- what a muster leaves unexplained
  way_back INTEGER NOT NULL,     -- 1: the end of an assignment that was for a time
  on_earliest TEXT,              -- NULL where it is open
  on_best TEXT NOT NULL,         -- the day on which it counts
  on_latest TEXT NOT NULL,
  from_post INTEGER REFERENCES posts,  -- NULL: abroad
  to_post INTEGER REFERENCES posts,    -- NULL: abroad
  least INTEGER,                 -- bounds; NULL where there is none. Of a difference, least may be
                                 -- below 0: perhaps they went the other way
  best INTEGER NOT NULL,         -- never below 0: the sign is in from and to
  most INTEGER,
  reason TEXT,                   -- of arrivals and departures
  loss TEXT,                     -- killed, died, missing
  cause TEXT
);

CREATE VIEW postings AS
  -- Each end of a movement at a post, with its sign: + to, - from. The strength of any set of posts
  -- at the end of a day is the sum of best up to that day. (The bounds of a strength are no such
  -- sum: see headcounts.)
  SELECT movement, position, kind, on_best AS day, mission, contributor, component, contingent,
         place, duty, least, best, most
    FROM movements JOIN posts ON post = to_post
  UNION ALL
  SELECT movement, position, kind, on_best, mission, contributor, component, contingent,
         place, duty, -most, -best, -least
    FROM movements JOIN posts ON post = from_post;

CREATE TABLE headcounts (
  -- Strengths with their bounds at the end of each month, and of about."on"; of a group from
  -- the first thing on that is known of it.
  day TEXT NOT NULL,
  mission TEXT NOT NULL,
  contributor TEXT NOT NULL,
  component TEXT NOT NULL,
  least INTEGER,                 -- all three are NULL where only losses are known
  best INTEGER,
  most INTEGER,                  -- NULL also where there is no upper bound
  basis TEXT NOT NULL,           -- counted, added-up, losses-only
  latest TEXT,                   -- the last day up to this one on which something touches it
  PRIMARY KEY (day, mission, contributor, component)
) WITHOUT ROWID;

CREATE TABLE claims (
  -- What somebody said of a total, beside the strength that is derived for it.
  position INTEGER NOT NULL REFERENCES records,
  line INTEGER,                  -- of a claim in lines, which; NULL: its whole
  on_best TEXT NOT NULL,
  at TEXT NOT NULL,              -- opening or closing of the day
  scope TEXT NOT NULL,           -- JSON: dimension -> values, of which any will do
  claimed_least INTEGER NOT NULL,
  claimed_best INTEGER NOT NULL,
  claimed_most INTEGER,
  derived_least INTEGER,
  derived_best INTEGER,
  derived_most INTEGER,
  verdict TEXT NOT NULL,         -- agrees, over, short
  distance INTEGER NOT NULL,     -- between the bounds; 0 if it agrees
  agrees_on TEXT,                -- of an uncertain date: the nearest day on which it agrees
  explained_by TEXT NOT NULL,    -- JSON: positions of movements that would explain it
  according_to TEXT
);
)sql";
}

std::span<const std::string_view> SqliteIndexes() {
  static constexpr std::string_view kIndexes[] = {
      "CREATE INDEX records_by_kind ON records (kind, on_best);\n",
      "CREATE INDEX records_by_report ON records (report);\n",
      "CREATE INDEX movements_by_day ON movements (on_best);\n",
      "CREATE INDEX movements_by_position ON movements (position);\n",
      "CREATE INDEX movements_from ON movements (from_post, on_best);\n",
      "CREATE INDEX movements_to ON movements (to_post, on_best);\n",
      "CREATE INDEX headcounts_by_group ON headcounts (mission, contributor, component, day);\n",
      "CREATE INDEX claims_by_position ON claims (position);\n"};
  return kIndexes;
}

}  // namespace muster
