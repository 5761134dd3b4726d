import type { FailureCode } from '@gesso/crdt-schema';
import type { Traffic } from '../bus/bus.ts';
import type { Store } from '../stores/store.ts';
import { createInstruments, type Instruments, type LabeledValues, measureProcess } from './instruments.ts';
import type { RefusedAt } from './security-events.ts';

/** What gauges show, read when they are asked for. */
export interface Readings {
  readonly connections: () => number;
  readonly rooms: () => number;
  readonly degraded: () => boolean;
  readonly overloaded: () => boolean;
  readonly loopDelayMs: () => number;
  readonly waitingPictures: () => number;
  /** What goes to and from other servers, way by way. */
  readonly ways: () => readonly Traffic[];
}

/** Counts what happens, for Prometheus. Labels have few values: nothing a client sends becomes one. */
export interface Metrics {
  refused(at: RefusedAt, code: FailureCode): void;
  /** TCP connections that were cut for their address. */
  denied(): void;
  tcpBytes(received: number, sent: number): void;
  request(method: string, route: string, status: number, seconds: number): void;
  /** An update passed every check; the time until it is on disk counts from here. */
  accepted(update: Uint8Array): void;
  /** A picture was decoded and made anew, or refused, after so many seconds. */
  decoded(seconds: number): void;
  /** A picture is kept. */
  pictured(bytes: number): void;
  /** The store, with the time of every commit measured. */
  measured(store: Store): Store;
  show(readings: Readings): void;
  text(): Promise<string>;
  readonly contentType: string;
}

const countersOf = ({ counter, histogram }: Instruments) => ({
  refusals: counter('gesso_refusals_total', 'Requests, sockets and frames refused, by where and code', ['at', 'code']),
  denials: counter('gesso_denied_connections_total', 'TCP connections cut for their address'),
  received: counter('gesso_received_bytes_total', 'Bytes received over TCP'),
  sent: counter('gesso_sent_bytes_total', 'Bytes sent over TCP'),
  requests: histogram('gesso_http_request_seconds', 'Time to answer a request', ['method', 'route', 'status']),
  commits: histogram('gesso_commit_seconds', 'Time of one group commit, flush to disk included'),
  acks: histogram('gesso_ack_seconds', 'From an update being accepted until it is on disk and acknowledged'),
  updates: counter('gesso_updates_total', 'Updates stored'),
  stored: counter('gesso_stored_bytes_total', 'Bytes of updates stored'),
  failures: counter('gesso_commit_failures_total', 'Commits the disk did not take'),
  decodings: histogram('gesso_picture_seconds', 'Time to decode a picture and make it anew'),
  pictures: counter('gesso_pictures_total', 'Pictures stored'),
  pictureBytes: counter('gesso_picture_bytes_total', 'Bytes of pictures stored'),
});

/** `acceptedAt`: when each update was accepted. */
const measured = (
  store: Store,
  { commits, acks, updates, stored, failures }: ReturnType<typeof countersOf>,
  acceptedAt: WeakMap<Uint8Array, number>,
): Store => ({
  ...store,
  async append(entries) {
    const begun = performance.now();
    const seqs = await store.append(entries).catch((error) => {
      failures.inc();
      throw error;
    });
    const done = performance.now();
    commits.observe((done - begun) / 1000);
    updates.inc(entries.length);
    for (const { update } of entries) {
      stored.inc(update.length);
      const accepted = acceptedAt.get(update);
      if (accepted !== undefined) acks.observe((done - accepted) / 1000);
    }
    return seqs;
  },
});

/** What other servers are told, and what they tell. Without them there is nothing to show. */
function showWays({ readCounters, readGauges }: Instruments, ways: Readings['ways']): void {
  const perKind = (counts: 'sent' | 'received') =>
    function* (): LabeledValues<'way' | 'kind'> {
      for (const way of ways()) for (const [kind, times] of way[counts]) yield [{ way: way.name, kind }, times];
    };
  readCounters('gesso_bus_sent_total', 'Messages told to other servers', ['way', 'kind'], perKind('sent'));
  readCounters('gesso_bus_received_total', 'Messages of other servers', ['way', 'kind'], perKind('received'));
  readCounters(
    'gesso_bus_dropped_total',
    'Messages that were not told, or could not be read',
    ['way', 'kind', 'reason'],
    function* () {
      for (const way of ways()) {
        for (const [what, times] of way.dropped) {
          const [kind = '', reason = ''] = what.split(' ');
          yield [{ way: way.name, kind, reason }, times];
        }
      }
    },
  );
  const each = (read: (way: Traffic) => number) =>
    function* (): LabeledValues<'way'> {
      for (const way of ways()) yield [{ way: way.name }, read(way)];
    };
  readGauges(
    'gesso_bus_connected',
    '1 while other servers can be told this way',
    ['way'],
    each(({ connected }) => Number(connected)),
  );
  readCounters(
    'gesso_bus_reconnects_total',
    'Times the way was connected again',
    ['way'],
    each(({ reconnects }) => reconnects),
  );
}

function show({ gauge }: Instruments, readings: Readings): void {
  const { connections, rooms, degraded, overloaded, loopDelayMs, waitingPictures } = readings;
  gauge('gesso_connections', 'People connected to boards', connections);
  gauge('gesso_rooms', 'Boards loaded', rooms);
  gauge('gesso_store_degraded', '1 while changes are held in memory because the store fails', () => Number(degraded()));
  gauge('gesso_overloaded', '1 while newcomers are turned away', () => Number(overloaded()));
  gauge('gesso_event_loop_delay_seconds', 'Mean delay of the event loop', () => loopDelayMs() / 1000);
  gauge('gesso_pictures_waiting', 'Pictures that wait to be decoded, or are', waitingPictures);
}

export const createMetrics = (): Metrics => {
  const instruments = createInstruments();
  const counters = countersOf(instruments);
  measureProcess(instruments);
  /** An entry goes with its update. */
  const acceptedAt = new WeakMap<Uint8Array, number>();
  return {
    refused: (at, code) => counters.refusals.inc({ at, code }),
    denied: () => counters.denials.inc(),
    tcpBytes(received, sent) {
      counters.received.inc(received);
      counters.sent.inc(sent);
    },
    request: (method, route, status, seconds) =>
      counters.requests.observe({ method, route, status: String(status) }, seconds),
    accepted(update) {
      acceptedAt.set(update, performance.now());
    },
    decoded: (seconds) => counters.decodings.observe(seconds),
    pictured(bytes) {
      counters.pictures.inc();
      counters.pictureBytes.inc(bytes);
    },
    measured: (store) => measured(store, counters, acceptedAt),
    show(readings) {
      show(instruments, readings);
      showWays(instruments, readings.ways);
    },
    text: () => instruments.registry.metrics(),
    contentType: instruments.registry.contentType,
  };
};
