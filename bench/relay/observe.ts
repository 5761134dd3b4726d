import { performance } from 'node:perf_hooks';
import type { Listener } from './reader.ts';
import type { Script } from './traffic.ts';

/** One who writes, and when each thing was sent, by its number. */
export interface Writer {
  readonly script: Script;
  readonly sent: { readonly document: number[]; readonly cursor: number[]; readonly live: number[] };
}

/** ms from the send to the arrival, of what was sent while it was measured. */
export interface Times {
  readonly document: number[];
  readonly cursor: number[];
  readonly live: number[];
  /** From the send of an update to the word that it is on disk. */
  readonly ack: number[];
}

export interface Observer {
  /** Takes down what one socket hears; `own` is who writes on it. */
  listener(own: Writer | undefined): Listener;
  /** From here on it counts. */
  begin(): void;
  end(): void;
  readonly times: Times;
  /** What arrived at others between `begin` and `end`: updates, cursor states and live messages. */
  readonly deliveries: number;
  /** Updates that arrived at others, since the start. */
  readonly arrived: number;
}

export const observe = (writers: readonly Writer[]): Observer => {
  const byClient = new Map(writers.map((writer) => [writer.script.client, writer]));
  const times: Times = { document: [], cursor: [], live: [], ack: [] };
  let from = Number.POSITIVE_INFINITY;
  let measuring = false;
  let deliveries = 0;
  let arrived = 0;

  const note = (kind: keyof Times, sentAt: number | undefined): void => {
    if (sentAt === undefined) return;
    if (sentAt >= from) times[kind].push(performance.now() - sentAt);
    if (measuring && kind !== 'ack') deliveries++;
  };

  return {
    listener(own) {
      const seen = new Map<number, number>();
      let acknowledged = 0;
      return {
        document(client, end) {
          const writer = byClient.get(client);
          if (writer === undefined || writer === own) return;
          let next = seen.get(client) ?? 0;
          for (; (writer.script.updates[next]?.end ?? Number.POSITIVE_INFINITY) <= end; next++) {
            arrived++;
            note('document', writer.sent.document[next]);
          }
          seen.set(client, next);
        },
        cursor(client, clock) {
          const writer = byClient.get(client);
          if (writer !== own) note('cursor', writer?.sent.cursor[clock - 1]);
        },
        live(client, seq) {
          const writer = byClient.get(client);
          if (writer !== own) note('live', writer?.sent.live[seq]);
        },
        saved(count) {
          for (; acknowledged < count; acknowledged++) note('ack', own?.sent.document[acknowledged]);
        },
      };
    },
    begin() {
      from = performance.now();
      measuring = true;
    },
    end() {
      measuring = false;
    },
    times,
    get deliveries() {
      return deliveries;
    },
    get arrived() {
      return arrived;
    },
  };
};
