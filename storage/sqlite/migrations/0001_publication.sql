-- Instants are microseconds since 1970 UTC, 0 for none; enums are text with a check;
-- lists that are only read whole are JSON. Derived columns say so; `gogai check` recomputes them.

-- +goose Up
CREATE TABLE publication (
	id             INTEGER PRIMARY KEY CHECK (id = 1),
	name           TEXT    NOT NULL,
	tagline        TEXT    NOT NULL,
	language       TEXT    NOT NULL,
	zone           TEXT    NOT NULL,
	copyright_line TEXT    NOT NULL,
	closing_days   INTEGER NOT NULL,
	about          TEXT    NOT NULL,
	policy         TEXT    NOT NULL,
	version        INTEGER NOT NULL
) STRICT;

CREATE TABLE section (
	id           INTEGER PRIMARY KEY,
	slug         TEXT    NOT NULL UNIQUE,
	name         TEXT    NOT NULL,
	position     INTEGER NOT NULL,
	closing_days INTEGER,
	version      INTEGER NOT NULL
) STRICT;

-- Every slug that a section has or had, so that its former addresses redirect.
CREATE TABLE section_slug (
	slug    TEXT    PRIMARY KEY,
	section INTEGER NOT NULL REFERENCES section (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE picture (
	id               INTEGER PRIMARY KEY,
	caption          TEXT    NOT NULL,
	credit_line      TEXT    NOT NULL,
	alt              TEXT    NOT NULL,
	creator          TEXT    NOT NULL,
	copyright_notice TEXT    NOT NULL,
	width_px         INTEGER NOT NULL,
	height_px        INTEGER NOT NULL,
	files            TEXT    NOT NULL, -- JSON: the renditions; [] for an imported picture
	created_at       INTEGER NOT NULL
) STRICT;

CREATE TABLE article (
	id              INTEGER PRIMARY KEY,
	section         INTEGER NOT NULL REFERENCES section (id),
	slug            TEXT    NOT NULL,
	headline        TEXT    NOT NULL,
	standfirst      TEXT    NOT NULL,
	bylines         TEXT    NOT NULL, -- JSON
	dateline        TEXT    NOT NULL,
	body            TEXT    NOT NULL, -- Markdown
	body_html       TEXT    NOT NULL, -- derived from body
	language        TEXT    NOT NULL,
	tags            TEXT    NOT NULL, -- JSON
	provider        TEXT    NOT NULL,
	rights          TEXT    NOT NULL, -- JSON
	source          TEXT    NOT NULL,
	source_key      TEXT    UNIQUE,   -- identity of an imported story
	picture         INTEGER REFERENCES picture (id),
	stage           TEXT    NOT NULL CHECK (stage IN ('draft', 'released', 'withheld', 'incoming')),
	published_at    INTEGER NOT NULL,
	expires_at      INTEGER NOT NULL,
	withheld_reason TEXT    NOT NULL,
	corrections     TEXT    NOT NULL, -- JSON
	created_at      INTEGER NOT NULL,
	created_by      INTEGER NOT NULL,
	updated_at      INTEGER NOT NULL,
	changed_at      INTEGER NOT NULL,
	version         INTEGER NOT NULL
) STRICT;
CREATE INDEX article_released ON article (published_at, id) WHERE stage = 'released';
CREATE INDEX article_section ON article (section, published_at, id) WHERE stage = 'released';
CREATE INDEX article_changed ON article (changed_at, id);
CREATE INDEX article_desk ON article (stage, changed_at, id) WHERE stage <> 'released';
CREATE INDEX article_picture ON article (picture) WHERE picture IS NOT NULL;

-- Every address that a story has or had.
CREATE TABLE article_slug (
	section INTEGER NOT NULL REFERENCES section (id),
	slug    TEXT    NOT NULL,
	article INTEGER NOT NULL REFERENCES article (id),
	PRIMARY KEY (section, slug)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_revision (
	article    INTEGER NOT NULL REFERENCES article (id),
	version    INTEGER NOT NULL,
	at         INTEGER NOT NULL,
	by_member  INTEGER NOT NULL,
	headline   TEXT    NOT NULL,
	standfirst TEXT    NOT NULL,
	body       TEXT    NOT NULL,
	note       TEXT    NOT NULL,
	PRIMARY KEY (article, version)
) STRICT;

CREATE TABLE member (
	id                INTEGER PRIMARY KEY,
	handle            TEXT    NOT NULL,
	handle_folded     TEXT    NOT NULL UNIQUE, -- for searching and sorting, in any case
	email             TEXT    NOT NULL,
	email_folded      TEXT    UNIQUE,          -- NULL for an account without one
	password_hash     TEXT    NOT NULL,
	role              TEXT    NOT NULL CHECK (role IN ('member', 'moderator', 'editor', 'publisher')),
	banned_until      INTEGER NOT NULL,
	ban_reason        TEXT    NOT NULL,
	created_at        INTEGER NOT NULL,
	handle_changed_at INTEGER NOT NULL,
	version           INTEGER NOT NULL
) STRICT;
CREATE INDEX member_staff ON member (role, handle_folded) WHERE role <> 'member';

-- Every handle that a member has or had, by its skeleton: no look-alike of one is given out.
CREATE TABLE member_handle (
	skeleton TEXT    PRIMARY KEY,
	folded   TEXT    NOT NULL UNIQUE,
	member   INTEGER NOT NULL REFERENCES member (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_handle_member ON member_handle (member);

CREATE TABLE session (
	secret_hash TEXT    PRIMARY KEY,
	id          TEXT    NOT NULL,
	member      INTEGER NOT NULL REFERENCES member (id),
	agent       TEXT    NOT NULL,
	created_at  INTEGER NOT NULL,
	seen_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_member ON session (member, seen_at);

CREATE TABLE token (
	secret_hash TEXT    PRIMARY KEY,
	member      INTEGER NOT NULL REFERENCES member (id),
	created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX token_member ON token (member);

CREATE TABLE thread (
	article      INTEGER PRIMARY KEY REFERENCES article (id),
	chosen       TEXT    NOT NULL CHECK (chosen IN ('open', 'premoderated', 'closed')),
	kept         INTEGER NOT NULL CHECK (kept IN (0, 1)),
	closing_days INTEGER,
	opened_at    INTEGER NOT NULL,
	last         INTEGER NOT NULL, -- highest number given out
	count        INTEGER NOT NULL, -- derived: visible comments
	version      INTEGER NOT NULL
) STRICT;

CREATE TABLE comment (
	article            INTEGER NOT NULL REFERENCES thread (article),
	number             INTEGER NOT NULL,
	author             INTEGER NOT NULL, -- 0 for an imported comment
	parent             INTEGER NOT NULL, -- 0 for none
	body               TEXT    NOT NULL,
	html               TEXT    NOT NULL, -- derived from body when it was written
	created_at         INTEGER NOT NULL,
	edited_at          INTEGER NOT NULL,
	state              TEXT    NOT NULL CHECK (state IN ('visible', 'held', 'removed', 'rejected', 'deleted')),
	reason             TEXT    NOT NULL,
	base_up            INTEGER NOT NULL,
	base_down          INTEGER NOT NULL,
	up                 INTEGER NOT NULL, -- derived: votes cast here
	down               INTEGER NOT NULL, -- derived
	replies            INTEGER NOT NULL, -- derived: shown comments that answer it
	shown              INTEGER NOT NULL, -- derived: readers find it or its stub
	popular_rank       INTEGER NOT NULL, -- derived
	controversial_rank INTEGER NOT NULL, -- derived
	PRIMARY KEY (article, number)
) STRICT;
CREATE INDEX comment_popular ON comment (article, popular_rank, number) WHERE shown = 1;
CREATE INDEX comment_controversial ON comment (article, controversial_rank, number) WHERE shown = 1;
CREATE INDEX comment_parent ON comment (article, parent, number) WHERE parent <> 0;
CREATE INDEX comment_author ON comment (author, created_at, article, number) WHERE author <> 0;
CREATE INDEX comment_created ON comment (created_at, article, number) WHERE state = 'visible';
CREATE INDEX comment_held ON comment (created_at, article, number) WHERE state = 'held';

-- Texts before edits, in the order of the edits.
CREATE TABLE comment_earlier (
	id      INTEGER PRIMARY KEY,
	article INTEGER NOT NULL,
	number  INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	body    TEXT    NOT NULL
) STRICT;
CREATE INDEX comment_earlier_comment ON comment_earlier (article, number, id);

CREATE TABLE vote (
	article INTEGER NOT NULL,
	number  INTEGER NOT NULL,
	member  INTEGER NOT NULL,
	value   INTEGER NOT NULL CHECK (value IN (-1, 0, 1)), -- 0: taken back
	at      INTEGER NOT NULL,
	PRIMARY KEY (article, member, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE flag (
	article     INTEGER NOT NULL,
	number      INTEGER NOT NULL,
	member      INTEGER NOT NULL REFERENCES member (id),
	reason      TEXT    NOT NULL,
	note        TEXT    NOT NULL,
	at          INTEGER NOT NULL,
	answered_at INTEGER NOT NULL, -- 0 while it waits
	answered_by INTEGER NOT NULL,
	PRIMARY KEY (article, number, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX flag_open ON flag (article, number) WHERE answered_at = 0;

-- The audit log: entries are only ever added.
CREATE TABLE event (
	id      INTEGER PRIMARY KEY,
	at      INTEGER NOT NULL,
	actor   INTEGER NOT NULL,
	kind    TEXT    NOT NULL,
	subject TEXT    NOT NULL,
	about   TEXT    NOT NULL,
	reason  TEXT    NOT NULL
) STRICT;

-- Requests that shall be done once, and what each made.
CREATE TABLE request (
	member      INTEGER NOT NULL,
	key         TEXT    NOT NULL,
	fingerprint TEXT    NOT NULL,
	subject     TEXT    NOT NULL,
	at          INTEGER NOT NULL,
	PRIMARY KEY (member, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_at ON request (at);

INSERT INTO publication (id, name, tagline, language, zone, copyright_line, closing_days, about, policy, version)
VALUES (1, '', '', 'en', 'UTC', '', 14, '', '', 1);
INSERT INTO section (id, slug, name, position, closing_days, version) VALUES (1, 'news', 'News', 1, NULL, 1);
INSERT INTO section_slug (slug, section) VALUES ('news', 1);

-- +goose Down
SELECT 'migrations only go forward';
