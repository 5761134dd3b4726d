import type { Database, Queries, Single } from '../../src/stores/postgres/database.ts';
import { checksum } from '../../src/stores/rows.ts';

/** Whose rows there are very many of. */
export interface Busy {
  readonly board: string;
  readonly person: string;
  readonly count: number;
  /** A piece of history, and a state, as they are kept. */
  readonly piece: Uint8Array;
}

/** An update, a snapshot, a picture: nothing of it is read but its size and checksum. */
export const bytesOfAny = new Uint8Array(44);
/** ms since 1970 of what is there. */
export const madeAt = 1_700_000_000_000;

/** $1 board, $2 person, $3 count, $4 `madeAt`, $5 piece, $6 its sum, $7 any bytes, $8 their sum. Of one board, of one person, and of many of each. */
const rows: readonly string[] = [
  `boards (id, title, owner, created_at, updated_at, deleted_at) SELECT $1, 'Busy', $2, $4, $4, NULL::bigint
    UNION ALL SELECT $1 || '-' || n, 'Board ' || n, $2, $4 - n, $4 - n, CASE WHEN n % 1000 = 999 THEN $4 - n END FROM numbers
    UNION ALL SELECT $1 || '-of-' || n, 'Board ' || n, $1 || '-guest-' || n, $4 - n, $4 - n, NULL FROM numbers`,
  `links (id, board, role, key_hash, created_at) SELECT $1 || '-link-' || n, $1, 'editor', $7, $4 FROM numbers WHERE n <= 100
    UNION ALL SELECT $1 || '-' || n || '-link', $1 || '-' || n, 'editor', $7, $4 FROM numbers`,
  `grants (link, person, at) SELECT $1 || '-link-1', $1 || '-guest-' || n, $4 FROM numbers
    UNION ALL SELECT $1 || '-link-1', $2, $4 UNION ALL SELECT $1 || '-' || n || '-link', $2, $4 FROM numbers`,
  `visits (person, board, at) SELECT $1 || '-guest-' || n, $1, $4 + n FROM numbers
    UNION ALL SELECT $2, $1 || '-' || n, $4 + n FROM numbers WHERE n <= 1000`,
  `stars (person, board, at) SELECT $1 || '-guest-' || n, $1, $4 FROM numbers
    UNION ALL SELECT $2, $1 || '-' || n, $4 + n FROM numbers WHERE n <= 1000`,
  `tags (person, board, key, tag, at) SELECT $1 || '-guest-' || n, $1, 'key', 'Key', $4 FROM numbers
    UNION ALL SELECT $2, $1 || '-' || n, 'key ' || k, 'Key ' || k, $4 + n FROM numbers, generate_series(1, 5) AS k WHERE n <= 1000`,
  `memberships (board, person, role, at) SELECT $1, $1 || '-guest-' || n, 'viewer', $4 FROM numbers WHERE n % 2 = 0
    UNION ALL SELECT $1, $1 || '-other-' || n, 'none', $4 FROM numbers
    UNION ALL SELECT $1 || '-' || n, $2, 'editor', $4 FROM numbers`,
  `sessions (token_hash, person, name, color, created_at, seen_at, ended_at)
    SELECT sha256(convert_to($1 || n, 'UTF8')), $1 || '-guest-' || n, 'Guest', '#000000', $4, $4 + 1000 * n, NULL::bigint FROM numbers
    UNION ALL SELECT sha256(convert_to($2 || n, 'UTF8')), $2, 'Busy', '#000000', $4 + n, $4, CASE WHEN n > 500 THEN $4 END FROM numbers`,
  `audit (at, event, board, person, link, facts) SELECT $4 + n, 'link.join', $1, $2, $1 || '-link-' || n, '{}' FROM numbers
    UNION ALL SELECT $4 + n, 'board.create', $1 || '-' || n, $2, NULL, '{}' FROM numbers`,
  `assets (hash, type, bytes, at, object) SELECT $1 || '-picture-' || n, 'image/png', 44, $4, NULL FROM numbers
    UNION ALL SELECT $1 || '-loose-' || n, 'image/png', 44, $4 - 500, $1 || '-loose-' || n FROM numbers WHERE n <= 3`,
  `asset_parts (hash, part, data) SELECT $1 || '-picture-' || n, 0, $7 FROM numbers`,
  `board_assets (board, hash, person, at) SELECT $1, $1 || '-picture-' || n, $2, $4 FROM numbers
    UNION ALL SELECT $1 || '-' || n, $1 || '-picture-1', $2, $4 FROM numbers`,
  `asset_looks (board, at) SELECT $1 || '-' || n, $4 FROM numbers`,
  `board_texts (board, at, folded, text) SELECT $1 || '-' || n, $4, 'words ' || n, 'Words ' || n FROM numbers`,
  `webhooks (id, board, url, secret, events, created_at) SELECT $1 || '-hook-' || n, $1 || '-' || n, 'https://a.example', 's', 'board.changed', $4 FROM numbers
    UNION ALL SELECT $1 || '-hook-' || -n, $1, 'https://a.example', 's', 'board.changed link.join', $4 FROM generate_series(1, 3) AS n`,
  `webhook_outbox (webhook, event, at, facts, due_at) SELECT $1 || '-hook--1', 'board.changed', $4, '{}', $4 FROM numbers WHERE n < 1000
    UNION ALL SELECT $1 || '-hook-' || n, 'board.changed', $4, '{}', $4 + n FROM numbers`,
  `turns (name, next_at) SELECT $1 || '-' || n, 1 FROM numbers`,
  `single_uses (kind, key, person, value, until) SELECT 'ticket', convert_to($1 || n, 'UTF8'), $1 || '-guest-' || n, 'v', CASE WHEN n % 50 = 0 THEN $4 ELSE 4 * $4 END FROM numbers`,
  `counters (name, count, until) SELECT $1 || '-' || n, 1, CASE WHEN n % 50 = 0 THEN $4 ELSE 4 * $4 END FROM numbers`,
  `loose_objects (object, at) SELECT $1 || '-object-' || n, CASE WHEN n % 50 = 0 THEN $4 ELSE 4 * $4 END FROM numbers`,
  `board_heads (board, head) SELECT $1, 2 * $3 UNION ALL SELECT $1 || '-' || n, 3 FROM numbers`,
  `updates (board, seq, at, author, sum, data) SELECT $1, $3 + n, $4 + $3 + n, $2, $8, $7 FROM numbers
    UNION ALL SELECT $1 || '-' || n, k, $4 + k, $2, $8, $7 FROM numbers, generate_series(2, 3) AS k`,
  `snapshots (board, upto, at, bytes, sum) SELECT $1, $3, $4, 44, $8 UNION ALL SELECT $1 || '-' || n, 1, $4, 44, $8 FROM numbers`,
  `snapshot_parts (board, upto, part, data) SELECT board, upto, 0, $7 FROM snapshots WHERE board LIKE $1 || '%'`,
  `quarantine (board, origin, seq, at, sum, data) SELECT $1, 'update', n, $4, $8, $7 FROM numbers
    UNION ALL SELECT $1 || '-' || n, 'update', n, $4, $8, $7 FROM numbers`,
  `client_ids (board, client, person, at) SELECT $1, n, $1 || '-guest-' || n, $4 + n FROM numbers
    UNION ALL SELECT $1 || '-' || n, n, $2, $4 FROM numbers`,
  `history_segments (board, first, last, begun, ended, raw, size, sum, data) SELECT $1, n, n, $4 + n, $4 + n, 44, 44, $6, $5 FROM numbers
    UNION ALL SELECT $1 || '-' || n, 1, 1, $4, $4, 44, 44, $6, $5 FROM numbers`,
  `history_moments (board, bucket, seq, at, person) SELECT $1, n, n, $4 + n, $2 FROM numbers
    UNION ALL SELECT $1 || '-' || n, 1, 1, $4 - 2592000000, $2 FROM numbers`,
  `kept_states (board, id, seq, at, person, name, bytes, sum) SELECT $1, 'v-' || n, n, $4, $2, 'Version', 44, $8 FROM numbers WHERE n <= 100
    UNION ALL SELECT $1 || '-' || n, 'v', 2, $4, $2, 'Version', 44, $8 FROM numbers`,
  `kept_state_parts (board, id, part, data) SELECT board, id, 0, $7 FROM kept_states WHERE board LIKE $1 || '%'`,
];

/** Fills all tables by one connection, as much as somebody may come to in years. Nobody looks at the tables for statistics. */
export const fill = (database: Database, { board, person, count, piece }: Busy): Promise<void> =>
  database.transaction(async (queries: Queries) => {
    const values: readonly Single[] = [
      board,
      person,
      count,
      madeAt,
      piece,
      checksum(piece),
      bytesOfAny,
      checksum(bytesOfAny),
    ];
    for (const row of rows) {
      const [into, select] = [row.slice(0, row.indexOf(')') + 1), row.slice(row.indexOf(')') + 1)];
      await queries.run(
        `WITH given AS (SELECT $1::text, $2::text, $3::bigint, $4::bigint, $5::bytea, $6::bytea, $7::bytea, $8::bytea),
          numbers AS (SELECT n FROM given, generate_series(1, $3::bigint) AS n)
        INSERT INTO ${into} ${select}`,
        values,
      );
    }
  });
