/** Statements. Those of `alone` change or remove what a server of an older version asks for: none may be there while they are done, or after. */
export type Step = string | { readonly alone: string };

/**
 * The tables in PostgreSQL, as the steps that lead there; `gesso_schema` has the number of those that were taken. Steps are never edited once
 * released, only added to. Times are milliseconds since 1970. Text is compared byte by byte (COLLATE "C"), as in SQLite: no index depends on
 * the version of a library, and lists have the same order everywhere.
 *
 * Servers of the version before go on beside one that takes a step: a step only adds, or it is one that is taken `alone`.
 */
export const steps: readonly Step[] = [
  `
  -- The number of the last update of each board. Who writes to a board holds its row, so that numbers have no gap and are committed in order.
  CREATE TABLE board_heads (
    board text COLLATE "C" PRIMARY KEY,
    head bigint NOT NULL
  ) WITH (fillfactor = 60);

  CREATE TABLE updates (
    board text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    author text COLLATE "C" NOT NULL,
    sum bytea NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (board, seq)
  );

  -- upto: the snapshot holds every update of the board with seq <= upto. Its data lies in parts.
  CREATE TABLE snapshots (
    board text COLLATE "C" NOT NULL,
    upto bigint NOT NULL,
    at bigint NOT NULL,
    bytes bigint NOT NULL,
    sum bytea NOT NULL,
    vector bytea,
    vector_sum bytea,
    PRIMARY KEY (board, upto)
  );
  CREATE TABLE snapshot_parts (
    board text COLLATE "C" NOT NULL,
    upto bigint NOT NULL,
    part integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (board, upto, part),
    FOREIGN KEY (board, upto) REFERENCES snapshots ON DELETE CASCADE
  );
  ALTER TABLE snapshot_parts ALTER COLUMN data SET STORAGE EXTERNAL;

  CREATE TABLE quarantine (
    row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    board text COLLATE "C" NOT NULL,
    origin text NOT NULL,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    sum bytea NOT NULL,
    data bytea NOT NULL
  );
  CREATE INDEX quarantine_by_board ON quarantine (board, seq);

  -- Whom a Yjs client id belongs to, and since when: nobody else may continue what it wrote.
  CREATE TABLE client_ids (
    board text COLLATE "C" NOT NULL,
    client bigint NOT NULL,
    person text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (board, client)
  );
  CREATE INDEX client_ids_by_time ON client_ids (at);
  CREATE INDEX client_ids_by_person ON client_ids (person);

  -- Updates that compaction folded into a snapshot, in pieces: first and last are numbers, begun and ended the earliest and latest time of
  -- them, raw their bytes before they were compressed.
  CREATE TABLE history_segments (
    board text COLLATE "C" NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    begun bigint NOT NULL,
    ended bigint NOT NULL,
    raw bigint NOT NULL,
    size bigint NOT NULL,
    sum bytea NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (board, first)
  );
  ALTER TABLE history_segments ALTER COLUMN data SET STORAGE EXTERNAL;

  -- The last update of each so many minutes, of those that are in segments.
  CREATE TABLE history_moments (
    board text COLLATE "C" NOT NULL,
    bucket bigint NOT NULL,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    person text COLLATE "C" NOT NULL,
    PRIMARY KEY (board, bucket)
  );

  -- States that are kept compressed, each in parts: named versions, and without a name what a board was before its history begins.
  CREATE TABLE kept_states (
    board text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    person text COLLATE "C",
    name text COLLATE "C",
    bytes bigint NOT NULL,
    sum bytea NOT NULL,
    PRIMARY KEY (board, id)
  );
  CREATE TABLE kept_state_parts (
    board text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    part integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (board, id, part),
    FOREIGN KEY (board, id) REFERENCES kept_states ON DELETE CASCADE
  );
  ALTER TABLE kept_state_parts ALTER COLUMN data SET STORAGE EXTERNAL;

  CREATE TABLE boards (
    id text COLLATE "C" PRIMARY KEY,
    title text COLLATE "C" NOT NULL,
    owner text COLLATE "C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    deleted_at bigint,
    -- While it is so, nobody but its owner draws on a board.
    owner_draws boolean NOT NULL DEFAULT false,
    -- Whether anyone may be shown the name and the picture of a board where its address is passed on.
    previews boolean NOT NULL DEFAULT false
  );
  -- A list is read in its order, page by page, no matter how many boards there are.
  CREATE INDEX boards_by_owner ON boards (owner, (deleted_at IS NOT NULL), updated_at DESC, id);
  CREATE INDEX boards_by_creation ON boards (owner, (deleted_at IS NOT NULL), created_at DESC, id);
  CREATE INDEX boards_by_title ON boards (owner, (deleted_at IS NOT NULL), lower(title), id);
  CREATE INDEX boards_in_trash ON boards (deleted_at) WHERE deleted_at IS NOT NULL;

  CREATE TABLE links (
    id text COLLATE "C" PRIMARY KEY,
    row bigint GENERATED ALWAYS AS IDENTITY,
    board text COLLATE "C" NOT NULL REFERENCES boards ON DELETE CASCADE,
    role text NOT NULL,
    key_hash bytea NOT NULL,
    label text COLLATE "C",
    password text,
    expires_at bigint,
    uses bigint NOT NULL DEFAULT 0,
    -- How many people may come by it, where that is bounded.
    max_uses bigint,
    created_at bigint NOT NULL
  );
  CREATE INDEX links_by_board ON links (board);

  CREATE TABLE grants (
    link text COLLATE "C" NOT NULL REFERENCES links ON DELETE CASCADE,
    person text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (link, person)
  );
  CREATE INDEX grants_by_person ON grants (person);

  CREATE TABLE visits (
    person text COLLATE "C" NOT NULL,
    board text COLLATE "C" NOT NULL REFERENCES boards ON DELETE CASCADE,
    at bigint NOT NULL,
    PRIMARY KEY (person, board)
  );
  CREATE INDEX visits_by_board ON visits (board, at);
  CREATE INDEX visits_by_time ON visits (at);

  -- Boards a person wants to find first.
  CREATE TABLE stars (
    person text COLLATE "C" NOT NULL,
    board text COLLATE "C" NOT NULL REFERENCES boards ON DELETE CASCADE,
    at bigint NOT NULL,
    PRIMARY KEY (person, board)
  );
  CREATE INDEX stars_by_board ON stars (board);

  -- Words under which a person finds boards again; key is what they are compared by.
  CREATE TABLE tags (
    person text COLLATE "C" NOT NULL,
    board text COLLATE "C" NOT NULL REFERENCES boards ON DELETE CASCADE,
    key text COLLATE "C" NOT NULL,
    tag text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (person, board, key)
  );
  CREATE INDEX tags_by_board ON tags (board);

  -- What people may do on a board by the word of its owner, whatever their links say.
  CREATE TABLE memberships (
    board text COLLATE "C" NOT NULL REFERENCES boards ON DELETE CASCADE,
    person text COLLATE "C" NOT NULL,
    role text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (board, person)
  );
  CREATE INDEX memberships_by_person ON memberships (person);

  -- A session that is over is kept for a while: its cookie may prove by itself whose it was.
  CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    person text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    color text COLLATE "C" NOT NULL,
    color_chosen boolean,
    created_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    ended_at bigint
  );
  CREATE INDEX sessions_by_person ON sessions (person, ended_at);

  -- link: by which those of one row came.
  CREATE TABLE audit (
    row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at bigint NOT NULL,
    event text NOT NULL,
    board text COLLATE "C",
    person text COLLATE "C",
    link text COLLATE "C",
    facts text COLLATE "C" NOT NULL
  );
  CREATE INDEX audit_by_board ON audit (board, at);
  CREATE INDEX audit_by_time ON audit (at);

  -- Random bytes the server made for itself, such as what guests' cookies are signed with.
  CREATE TABLE secrets (
    name text COLLATE "C" PRIMARY KEY,
    value bytea NOT NULL
  );

  -- Pictures, once each, in parts.
  CREATE TABLE assets (
    hash text COLLATE "C" PRIMARY KEY,
    type text NOT NULL,
    bytes bigint NOT NULL,
    at bigint NOT NULL
  );
  CREATE TABLE asset_parts (
    hash text COLLATE "C" NOT NULL REFERENCES assets ON DELETE CASCADE,
    part integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (hash, part)
  );
  ALTER TABLE asset_parts ALTER COLUMN data SET STORAGE EXTERNAL;

  -- Which board has which picture, and since when looks at its document have not found it named there.
  CREATE TABLE board_assets (
    board text COLLATE "C" NOT NULL REFERENCES boards ON DELETE CASCADE,
    hash text COLLATE "C" NOT NULL REFERENCES assets,
    person text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    unnamed_since bigint,
    PRIMARY KEY (board, hash)
  );
  CREATE INDEX board_assets_by_hash ON board_assets (hash);

  -- When the document of a board was last looked through for the pictures it names.
  CREATE TABLE asset_looks (
    board text COLLATE "C" PRIMARY KEY REFERENCES boards ON DELETE CASCADE,
    at bigint NOT NULL
  );

  -- What is written on a board, as it was read at that time.
  CREATE TABLE board_texts (
    board text COLLATE "C" PRIMARY KEY REFERENCES boards ON DELETE CASCADE,
    at bigint NOT NULL,
    folded text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL
  );

  -- Where owners want to be told of what happens on a board, and what they have not been told yet.
  CREATE TABLE webhooks (
    id text COLLATE "C" PRIMARY KEY,
    board text COLLATE "C" NOT NULL REFERENCES boards ON DELETE CASCADE,
    url text COLLATE "C" NOT NULL,
    secret text COLLATE "C" NOT NULL,
    events text NOT NULL,
    created_at bigint NOT NULL
  );
  CREATE INDEX webhooks_by_board ON webhooks (board);
  CREATE TABLE webhook_outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook text COLLATE "C" NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event text NOT NULL,
    at bigint NOT NULL,
    facts text COLLATE "C" NOT NULL,
    due_at bigint NOT NULL,
    tries integer NOT NULL DEFAULT 0
  );
  CREATE INDEX webhook_outbox_by_webhook ON webhook_outbox (webhook, event);
  CREATE INDEX webhook_outbox_by_time ON webhook_outbox (due_at);
  `,
  `
  -- Until when, by the clock of the database, one server has a message of a webhook under way.
  ALTER TABLE webhooks ADD COLUMN taken_until bigint NOT NULL DEFAULT 0;

  -- What is done once every so often by whichever server comes first: not again before then, by the clock of the database.
  CREATE TABLE turns (
    name text COLLATE "C" PRIMARY KEY,
    next_at bigint NOT NULL
  );

  -- Keys that are good once and for a while, for all servers; key: the SHA-256 of one.
  CREATE TABLE single_uses (
    kind text NOT NULL,
    key bytea NOT NULL,
    person text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    until bigint NOT NULL,
    PRIMARY KEY (kind, key)
  );
  CREATE INDEX single_uses_by_person ON single_uses (person);
  CREATE INDEX single_uses_by_time ON single_uses (until);
  `,
  `
  -- What is counted for all servers together, such as wrong passwords. name: a hash of what it is; until: by the clock of the database.
  CREATE TABLE counters (
    name text COLLATE "C" PRIMARY KEY,
    count bigint NOT NULL,
    until bigint NOT NULL
  );
  CREATE INDEX counters_by_time ON counters (until);

  -- least: who knows fewer steps may not use the tables any more.
  ALTER TABLE gesso_schema ADD COLUMN IF NOT EXISTS least integer NOT NULL DEFAULT 0;
  `,
  `
  -- Where the bytes of a picture lie in a bucket, the name of its object there; else they are in asset_parts.
  ALTER TABLE assets ADD COLUMN object text COLLATE "C";
  CREATE INDEX assets_in_bucket ON assets (hash) WHERE object IS NOT NULL;

  -- What may be in the bucket without belonging to a picture. at: since when it is on its way there; 0: to be taken out.
  CREATE TABLE loose_objects (
    object text COLLATE "C" PRIMARY KEY,
    at bigint NOT NULL
  );
  CREATE INDEX loose_objects_by_time ON loose_objects (at);
  `,
  `
  -- What is due is gone through in this order, one by one: sorted instead, all of it is read for each.
  CREATE INDEX webhook_outbox_in_order ON webhook_outbox (due_at, id);
  `,
];
