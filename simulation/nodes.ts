import { createGate, type Gate } from './gate.ts';
import type { Rng } from './random.ts';
import type { ServerProcess } from './server.ts';
import type { VirtualTime } from './time.ts';

/** A place for a server: lives of it come and go. */
interface Node {
  /** The process that runs now, if one does. */
  server: ServerProcess | undefined;
  /** Of the process that runs, or ran last. */
  gate: Gate;
  /** When it last started or ended (virtual ms). */
  changedAt: number;
}

/** All servers of a world, by their places: one, or several on the same boards. */
export interface Nodes {
  readonly count: number;
  server(node: number): ServerProcess | undefined;
  start(node: number): void;
  /** The process is gone, without any clean-up. */
  kill(node: number): void;
  /** It has ended by itself. */
  ended(node: number): void;
  /** It does nothing for so long (ms), and then everything late. */
  pause(node: number, ms: number): void;
  /** Until when (virtual ms) a server was paused, not there, or only just started; never ends while it is not there. */
  unsteadyUntil(node: number): number;
  /** How a proxy picks a server for who comes: mostly one that is well. */
  proxy(rng: Rng): () => number | undefined;
  /** Every server runs, and none is paused. */
  heal(): void;
}

export interface NodesDeps {
  readonly count: number;
  readonly time: VirtualTime;
  readonly begin: (node: number, gate: Gate) => ServerProcess;
  /** A process is gone. */
  readonly gone: (node: number) => void;
  /** Whether what a server needs can be reached from it, as far as a proxy finds out. */
  readonly isReady: (node: number) => boolean;
}

/** How often a proxy knows which server is well. */
const proxyKnows = 0.85;

export const createNodes = ({ count, time, begin, gone, isReady }: NodesDeps): Nodes => {
  const nodes = Array.from(
    { length: count },
    (): Node => ({ server: undefined, gate: createGate(time), changedAt: 0 }),
  );
  const of = (node: number): Node => {
    const found = nodes[node];
    if (found === undefined) throw new Error(`there is no server ${node}`);
    return found;
  };
  const start = (node: number): void => {
    const gate = createGate(time);
    Object.assign(of(node), { gate, changedAt: time.now(), server: begin(node, gate) });
  };
  const end = (node: number): void => {
    Object.assign(of(node), { changedAt: time.now(), server: undefined });
    gone(node);
  };
  const isWell = (node: number): boolean => of(node).gate.shutUntil <= time.now() && isReady(node);

  return {
    count,
    server: (node) => of(node).server,
    start,
    kill(node) {
      of(node).server?.kill();
      end(node);
    },
    ended: end,
    pause: (node, ms) => of(node).gate.shut(ms),
    unsteadyUntil(node) {
      const { server, gate, changedAt } = of(node);
      return server === undefined ? Number.POSITIVE_INFINITY : Math.max(gate.shutUntil, changedAt);
    },
    proxy(rng) {
      if (count === 1) return () => 0;
      return () => {
        const running = nodes.flatMap(({ server }, node) => (server === undefined ? [] : [node]));
        const well = running.filter(isWell);
        const picked = well.length > 0 && rng.chance(proxyKnows) ? well : running;
        return picked.length === 0 ? undefined : rng.pick(picked);
      };
    },
    heal() {
      nodes.forEach(({ server, gate }, node) => {
        if (server === undefined) start(node);
        else gate.open();
      });
    },
  };
};
