package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"writethru/journal"
)

// migrations[n] brings a journal from schema version n to n+1. A migration
// that has been released is never changed, and there is no way back.
var migrations = [...]string{`
-- Revisions are only ever added, and seq counts them from 1.
CREATE TABLE revisions (
	seq   INTEGER PRIMARY KEY,
	story TEXT    NOT NULL,
	rev   INTEGER NOT NULL,
	op    TEXT    NOT NULL UNIQUE,
	kind  TEXT    NOT NULL,
	at    INTEGER NOT NULL, -- milliseconds since 1970
	hash  TEXT    NOT NULL, -- of the article's source
	head  BLOB    NOT NULL, -- JSON
	sum   INTEGER NOT NULL, -- xxHash64 over all of the above
	UNIQUE (story, rev)
) STRICT;

-- The newest revision of every story.
CREATE TABLE heads (
	story TEXT    PRIMARY KEY,
	rev   INTEGER NOT NULL,
	seq   INTEGER NOT NULL REFERENCES revisions
) STRICT, WITHOUT ROWID;

-- The newest source of every story. Two stories may have the same one.
CREATE TABLE sources (
	story TEXT    NOT NULL UNIQUE REFERENCES heads,
	hash  TEXT    NOT NULL,
	data  BLOB    NOT NULL,
	sum   INTEGER NOT NULL -- xxHash64 of data
) STRICT;
CREATE INDEX sources_by_hash ON sources (hash);

CREATE TABLE stamps (
	name  TEXT    PRIMARY KEY,
	size  INTEGER NOT NULL,
	mtime INTEGER NOT NULL,
	ctime INTEGER NOT NULL,
	inode INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`, `
-- A story is a number in all tables but this one: a first start, which records
-- many at once, then adds to the end of every other B-tree. The number is the
-- seq of the story's first revision.
CREATE TABLE stories (
	id    INTEGER PRIMARY KEY,
	story TEXT    NOT NULL UNIQUE,
	rev   INTEGER NOT NULL, -- of the newest revision
	seq   INTEGER NOT NULL
) STRICT;
INSERT INTO stories (id, story, rev, seq)
	SELECT r.seq, h.story, h.rev, h.seq FROM heads h JOIN revisions r ON r.story = h.story AND r.rev = 1;

ALTER TABLE revisions RENAME TO revisions_1;
CREATE TABLE revisions (
	seq   INTEGER PRIMARY KEY,
	story INTEGER NOT NULL REFERENCES stories,
	rev   INTEGER NOT NULL,
	op    TEXT    NOT NULL,
	kind  TEXT    NOT NULL,
	at    INTEGER NOT NULL, -- milliseconds since 1970
	hash  TEXT    NOT NULL, -- of the article's source
	head  BLOB    NOT NULL, -- JSON
	sum   INTEGER NOT NULL, -- xxHash64 over all of the above, with the story's id
	UNIQUE (story, rev)
) STRICT;
INSERT INTO revisions
	SELECT r.seq, s.id, r.rev, r.op, r.kind, r.at, r.hash, r.head, r.sum
	FROM revisions_1 r JOIN stories s ON s.story = r.story ORDER BY r.seq;

-- The newest source of every story.
ALTER TABLE sources RENAME TO sources_1;
CREATE TABLE sources (
	story INTEGER PRIMARY KEY REFERENCES stories,
	hash  TEXT    NOT NULL,
	data  BLOB    NOT NULL,
	sum   INTEGER NOT NULL -- xxHash64 of data
) STRICT;
INSERT INTO sources SELECT s.id, o.hash, o.data, o.sum FROM sources_1 o JOIN stories s ON s.story = o.story ORDER BY s.id;

DROP TABLE sources_1;
DROP TABLE heads;
DROP TABLE revisions_1;
DROP TABLE stamps; -- they belong to a machine, not to a journal
`, `
-- The feeds that somebody wants to be told of.
CREATE TABLE topics (
	id   INTEGER PRIMARY KEY,
	name TEXT    NOT NULL UNIQUE,
	hash TEXT    NOT NULL, -- names the bytes that were announced last
	seq  INTEGER NOT NULL  -- how far the journal was that they were made of
) STRICT;

-- Who is to be told. One whose told is not its topic's hash is owed news.
CREATE TABLE subscribers (
	id       INTEGER PRIMARY KEY,
	topic    INTEGER NOT NULL REFERENCES topics,
	hub      INTEGER NOT NULL, -- 1: another hub
	callback TEXT    NOT NULL,
	secret   TEXT    NOT NULL,
	ends     INTEGER NOT NULL, -- milliseconds since 1970, as all times
	sum      INTEGER NOT NULL, -- xxHash64 over all of the above
	told     TEXT    NOT NULL, -- names the bytes that it was told last
	at       INTEGER NOT NULL, -- of the last attempt; 0: none
	status   TEXT    NOT NULL,
	attempt  INTEGER NOT NULL,
	retry    INTEGER,          -- NULL: the last attempt did not fail
	UNIQUE (topic, hub, callback)
) STRICT;
CREATE INDEX subscribers_told ON subscribers (topic, told) WHERE retry IS NULL;
CREATE INDEX subscribers_retry ON subscribers (retry) WHERE retry IS NOT NULL;
CREATE INDEX subscribers_ends ON subscribers (ends);
`, `
ALTER TABLE topics ADD COLUMN since INTEGER NOT NULL DEFAULT 0; -- somebody may be waiting

-- What was asked for in the name of a callback that is still to be asked whether
-- it means it. The newest for each topic and callback counts.
CREATE TABLE requests (
	topic    TEXT    NOT NULL,
	callback TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	until    INTEGER NOT NULL, -- a worker has claimed it
	data     BLOB    NOT NULL, -- JSON
	sum      INTEGER NOT NULL, -- xxHash64 of data
	UNIQUE (topic, callback)
) STRICT;
`, `
-- Figures by day: what each process has of each.
CREATE TABLE days (
	day  TEXT    NOT NULL, -- in UTC, like 2026-11-21
	name TEXT    NOT NULL, -- of the process
	data BLOB    NOT NULL,
	sum  INTEGER NOT NULL, -- xxHash64 over all of the above
	PRIMARY KEY (day, name)
) STRICT;

-- The secret of one day, written over by the next.
CREATE TABLE day_key (
	id     INTEGER PRIMARY KEY CHECK (id = 1),
	day    TEXT    NOT NULL,
	secret BLOB    NOT NULL
) STRICT;
`}

// checkSchema refuses a journal whose schema isn't the one that this package
// reads and writes.
func checkSchema(ctx context.Context, db *sql.DB) error {
	version, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
		return err
	case version == 0:
		// The process that makes it has not come further than the empty file.
		return journal.ErrNotFound
	case version < len(migrations):
		return fmt.Errorf("schema version %d, want %d: it is brought up to date when this version of writethru publishes from it", version, len(migrations))
	}
	return refuseNewer(version)
}

func refuseNewer(version int) error {
	if version > len(migrations) {
		return fmt.Errorf("schema version %d, want at most %d: it was written by a newer version of writethru", version, len(migrations))
	}
	return nil
}

// migrate brings the journal to the newest schema, in one transaction.
func migrate(ctx context.Context, db *sql.DB) error {
	version, err := schemaVersion(ctx, db)
	if err != nil {
		return err
	}
	if version >= len(migrations) {
		return refuseNewer(version)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	for v, statements := range migrations[version:] {
		if _, err := tx.ExecContext(ctx, statements); err != nil {
			return fmt.Errorf("migrate to schema version %d: %w", version+v+1, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(migrations))); err != nil {
		return err
	}
	return tx.Commit()
}

func schemaVersion(ctx context.Context, db *sql.DB) (int, error) {
	var version int
	err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}
