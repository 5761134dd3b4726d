import type { FailureCode } from '@gesso/crdt-schema';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../stores/store.ts';
import type { RefusedAt } from './security-events.ts';

/** What gauges show, read when they are asked for. */
export interface Readings {
  readonly connections: () => number;
  readonly rooms: () => number;
  readonly degraded: () => boolean;
  readonly overloaded: () => boolean;
  readonly loopDelayMs: () => number;
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
  /** The store, with the time of every commit measured. */
  measured(store: Store): Store;
  show(readings: Readings): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/** Seconds from one to the next are about doubled: 1 ms to 10 s. */
const buckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const histogram = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Histogram({ name, help, labelNames: [...labelNames], buckets, registers });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });

  const refusals = counter('gesso_refusals_total', 'Requests, sockets and frames refused, by where and code', [
    'at',
    'code',
  ]);
  const denials = counter('gesso_denied_connections_total', 'TCP connections cut for their address');
  const received = counter('gesso_received_bytes_total', 'Bytes received over TCP');
  const sent = counter('gesso_sent_bytes_total', 'Bytes sent over TCP');
  const requests = histogram('gesso_http_request_seconds', 'Time to answer a request', ['method', 'route', 'status']);
  const commits = histogram('gesso_commit_seconds', 'Time of one group commit, flush to disk included');
  const acks = histogram('gesso_ack_seconds', 'From an update being accepted until it is on disk and acknowledged');
  const updates = counter('gesso_updates_total', 'Updates stored');
  const stored = counter('gesso_stored_bytes_total', 'Bytes of updates stored');
  const failures = counter('gesso_commit_failures_total', 'Commits the disk did not take');
  gauge('process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss());
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time of the process',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  gauge('process_uptime_seconds', 'Age of the process', () => process.uptime());

  /** When each update was accepted; an entry goes with its update. */
  const acceptedAt = new WeakMap<Uint8Array, number>();

  return {
    refused: (at, code) => refusals.inc({ at, code }),
    denied: () => denials.inc(),
    tcpBytes(inward, outward) {
      received.inc(inward);
      sent.inc(outward);
    },
    request: (method, route, status, seconds) => requests.observe({ method, route, status: String(status) }, seconds),
    accepted(update) {
      acceptedAt.set(update, performance.now());
    },
    measured: (store) => ({
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
    }),
    show({ connections, rooms, degraded, overloaded, loopDelayMs }) {
      gauge('gesso_connections', 'People connected to boards', connections);
      gauge('gesso_rooms', 'Boards loaded', rooms);
      gauge('gesso_store_degraded', '1 while changes are held in memory because the store fails', () =>
        Number(degraded()),
      );
      gauge('gesso_overloaded', '1 while newcomers are turned away', () => Number(overloaded()));
      gauge('gesso_event_loop_delay_seconds', 'Mean delay of the event loop', () => loopDelayMs() / 1000);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
