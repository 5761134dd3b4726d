/**
 * The tables of `gesso.db`, as the steps that lead there. `PRAGMA user_version` counts the steps a file has taken.
 * Steps are never edited once released, only added to. Times are milliseconds since 1970.
 */
export const steps: readonly string[] = [
  `
  CREATE TABLE updates (
    board TEXT NOT NULL,
    seq INTEGER NOT NULL,
    data BLOB NOT NULL,
    sum BLOB NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (board, seq)
  ) WITHOUT ROWID;

  -- upto: the snapshot holds every update of the board with seq <= upto.
  CREATE TABLE snapshots (
    board TEXT NOT NULL,
    upto INTEGER NOT NULL,
    data BLOB NOT NULL,
    sum BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (board, upto)
  );

  CREATE TABLE quarantine (
    board TEXT NOT NULL,
    origin TEXT NOT NULL,
    seq INTEGER NOT NULL,
    data BLOB NOT NULL,
    sum BLOB NOT NULL,
    at INTEGER NOT NULL
  );
  CREATE INDEX quarantine_by_board ON quarantine (board, seq);

  CREATE TABLE boards (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    owner TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
  );
  CREATE INDEX boards_by_owner ON boards (owner);

  CREATE TABLE links (
    id TEXT PRIMARY KEY,
    board TEXT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    key_hash BLOB NOT NULL,
    label TEXT,
    password TEXT,
    expires_at INTEGER,
    uses INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX links_by_board ON links (board);

  CREATE TABLE grants (
    link TEXT NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (link, person)
  ) WITHOUT ROWID;

  CREATE TABLE visits (
    person TEXT NOT NULL,
    board TEXT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (person, board)
  ) WITHOUT ROWID;

  CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  );
  CREATE INDEX sessions_by_person ON sessions (person);

  CREATE TABLE audit (
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    board TEXT,
    person TEXT,
    facts TEXT NOT NULL
  );
  CREATE INDEX audit_by_board ON audit (board, at);
  `,
  `
  -- Whom a Yjs client id belongs to: nobody else may continue what it wrote.
  CREATE TABLE client_ids (
    board TEXT NOT NULL,
    client INTEGER NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (board, client)
  ) WITHOUT ROWID;
  `,
  `
  -- The encoded state vector of a snapshot and the SHA-256 of that; snapshots of older versions have none.
  ALTER TABLE snapshots ADD COLUMN vector BLOB;
  ALTER TABLE snapshots ADD COLUMN vector_sum BLOB;
  `,
  `
  -- A session that is over is kept for a while: its cookie may prove by itself whose it was.
  ALTER TABLE sessions ADD COLUMN ended_at INTEGER;

  -- Random bytes the server made for itself, such as what guests' cookies are signed with.
  CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
  );

  -- When an id was first written under; those of before count from this step on.
  ALTER TABLE client_ids ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
  UPDATE client_ids SET at = CAST(strftime('%s', 'now') AS INTEGER) * 1000;

  CREATE INDEX client_ids_by_time ON client_ids (at);
  CREATE INDEX visits_by_time ON visits (at);
  CREATE INDEX audit_by_time ON audit (at);
  CREATE INDEX grants_by_person ON grants (person);
  `,
  `
  -- What older versions let in is looked at before it is applied: the highest number each board had then.
  CREATE TABLE unchecked (
    board TEXT PRIMARY KEY,
    upto INTEGER NOT NULL
  ) WITHOUT ROWID;
  INSERT INTO unchecked (board, upto)
    SELECT board, max(top) FROM (
      SELECT board, max(seq) AS top FROM updates GROUP BY board
      UNION ALL SELECT board, max(upto) FROM snapshots GROUP BY board
    ) GROUP BY board;
  `,
  `
  -- In a table WITHOUT ROWID a row is compared as a whole: every insert beside one huge update read all of it. By row and index
  -- no insert reads another's data; and data comes last, so that no other column lies behind it.
  CREATE TABLE updates_by_row (
    board TEXT NOT NULL,
    seq INTEGER NOT NULL,
    sum BLOB NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (board, seq)
  );
  INSERT INTO updates_by_row (board, seq, sum, author, at, data)
    SELECT board, seq, sum, author, at, data FROM updates ORDER BY board, seq;
  DROP TABLE updates;
  ALTER TABLE updates_by_row RENAME TO updates;

  -- A large snapshot lies in so many parts, which are written and read with others in between; its own data is empty then. Its row
  -- comes last and says that it is whole.
  ALTER TABLE snapshots ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE snapshot_parts (
    board TEXT NOT NULL,
    upto INTEGER NOT NULL,
    part INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (board, upto, part)
  );

  -- Sessions of a person that go on are found without those that are over, and boards of an owner in the order they are shown.
  DROP INDEX sessions_by_person;
  CREATE INDEX sessions_by_person ON sessions (person, ended_at);
  DROP INDEX boards_by_owner;
  CREATE INDEX boards_by_owner ON boards (owner, (deleted_at IS NOT NULL), updated_at DESC, id);
  `,
  `
  -- Pictures, once each. One that is not whole is being written; its bytes lie in parts, which are written and read with others in between.
  CREATE TABLE assets (
    hash TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    at INTEGER NOT NULL,
    whole INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE asset_parts (
    hash TEXT NOT NULL REFERENCES assets (hash) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (hash, part)
  );

  -- Which board has which picture, and since when looks at its document have not found it named there.
  CREATE TABLE board_assets (
    board TEXT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    hash TEXT NOT NULL REFERENCES assets (hash),
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    unnamed_since INTEGER,
    PRIMARY KEY (board, hash)
  ) WITHOUT ROWID;
  CREATE INDEX board_assets_by_hash ON board_assets (hash);

  -- When the document of a board was last looked through for the pictures it names.
  CREATE TABLE asset_looks (
    board TEXT PRIMARY KEY REFERENCES boards (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- Whether a guest chose their color: 1, 0, or NULL where it was stored before that was told apart.
  ALTER TABLE sessions ADD COLUMN color_chosen INTEGER;
  `,
  `
  -- Boards a person wants to find first.
  CREATE TABLE stars (
    person TEXT NOT NULL,
    board TEXT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (person, board)
  ) WITHOUT ROWID;

  -- A list is read in its order, page by page, no matter how many boards there are.
  CREATE INDEX boards_by_creation ON boards (owner, (deleted_at IS NOT NULL), created_at DESC, id);
  CREATE INDEX boards_by_title ON boards (owner, (deleted_at IS NOT NULL), title COLLATE NOCASE, id);
  `,
  `
  -- What people may do on a board by the word of its owner, whatever their links say: a role, or none for those who were sent away.
  CREATE TABLE memberships (
    board TEXT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (board, person)
  ) WITHOUT ROWID;
  CREATE INDEX memberships_by_person ON memberships (person);
  CREATE INDEX visits_by_board ON visits (board, at);

  -- While it is 1, nobody but its owner draws on a board.
  ALTER TABLE boards ADD COLUMN owner_draws INTEGER NOT NULL DEFAULT 0;

  -- How many people may come by a link, where that is bounded.
  ALTER TABLE links ADD COLUMN max_uses INTEGER;
  `,
  `
  -- What was written under ids of a person is found where they go on as another. Some files have it from the step before.
  CREATE INDEX IF NOT EXISTS client_ids_by_person ON client_ids (person);
  `,
  `
  -- Words under which a person finds boards again; key is what they are compared by.
  CREATE TABLE tags (
    person TEXT NOT NULL,
    board TEXT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    tag TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (person, board, key)
  ) WITHOUT ROWID;
  CREATE INDEX tags_by_board ON tags (board);

  -- What is written on a board, as it was read at that time. What is compared comes first: the rest is read of what is found.
  CREATE TABLE board_texts (
    board TEXT PRIMARY KEY REFERENCES boards (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    folded TEXT NOT NULL,
    text TEXT NOT NULL
  );
  `,
  `
  -- Updates that compaction folded into a snapshot, in pieces: first and last are numbers, begun and ended the earliest and latest time of
  -- them, raw their bytes before they were compressed. Data comes last: the rest is read without it.
  CREATE TABLE history_segments (
    board TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    begun INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    raw INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sum BLOB NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (board, first)
  );

  -- The last update of each so many minutes, of those that are in segments.
  CREATE TABLE history_moments (
    board TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (board, bucket)
  ) WITHOUT ROWID;

  -- States that are kept compressed, each in parts: named versions, and without a name what a board was before its history begins. The
  -- row comes last and says that all parts are there.
  CREATE TABLE kept_states (
    board TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    person TEXT,
    name TEXT,
    bytes INTEGER NOT NULL,
    sum BLOB NOT NULL,
    PRIMARY KEY (board, id)
  ) WITHOUT ROWID;
  CREATE TABLE kept_state_parts (
    board TEXT NOT NULL,
    id TEXT NOT NULL,
    part INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (board, id, part)
  );
  `,
  `
  -- Where owners want to be told of what happens on a board, and what they have not been told yet.
  CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    board TEXT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    events TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX webhooks_by_board ON webhooks (board);
  CREATE TABLE webhook_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    at INTEGER NOT NULL,
    facts TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX webhook_outbox_by_webhook ON webhook_outbox (webhook, event);
  CREATE INDEX webhook_outbox_by_time ON webhook_outbox (due_at);
  `,
  `
  -- Whether anyone may be shown the name and the picture of a board where its address is passed on.
  ALTER TABLE boards ADD COLUMN previews INTEGER NOT NULL DEFAULT 0;
  `,
];
