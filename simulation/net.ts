import { type Channel, createChannel } from './channel.ts';
import type { Rng } from './random.ts';
import { createSocketClass, type Dial, type SocketEnd } from './socket.ts';
import type { VirtualTime } from './time.ts';

/** A connection as the server holds it. */
export interface ServerEnd {
  /** Name of the link it came by. */
  readonly from: string;
  /** Which server holds it. */
  readonly node: number;
  readonly url: string;
  /** Completes the handshake. False when the caller has gone meanwhile. */
  accept(): boolean;
  send(frame: Uint8Array): void;
  close(code: number, reason: string): void;
  /** Bytes sent that have not arrived. */
  readonly backlog: number;
  /** Whether the server still believes in it. */
  readonly open: boolean;
  /** Frames wait until they are read again. */
  pause(): void;
  resume(): void;
  onFrame: (frame: Uint8Array) => void;
  onClose: () => void;
}

/** A person's way to the server. */
export interface Link {
  /** What `WebSocket` is for anyone who lives behind this link. */
  readonly Socket: typeof WebSocket;
  /** The connection is lost. Each side learns of it in its own time (ms). */
  cut(clientNotices: number, serverNotices: number): void;
  stall(ms: number): void;
  /** Nobody gets through any more, or again. */
  block(blocked: boolean): void;
  /** From now on it is a good line. */
  heal(): void;
}

export interface Net {
  /** `route`: the server that a call gets to, as a proxy decides; undefined where there is none. */
  link(name: string, profile: LinkProfile, route: () => number | undefined): Link;
  /** A server takes calls from now on; the function given back ends that, and every connection to it. */
  listen(node: number, answer: (end: ServerEnd) => void): () => void;
}

export interface LinkProfile {
  /** Milliseconds one way, from and to. */
  readonly latency: readonly [number, number];
  /** Makes each byte of backlog count so many times, as on a line that is slow for what is drawn. */
  readonly weight: number;
}

/** How long a peer may take to answer a close before the server drops the connection. */
const closeMs = 3_000;

export const createNet = (time: VirtualTime, rng: Rng): Net => {
  const answers = new Map<number, (end: ServerEnd) => void>();
  const all = new Set<Connection>();

  return {
    link(name, profile, route) {
      const chance = rng.stream(name);
      const own = new Set<Connection>();
      let stalledUntil = 0;
      let blocked = false;
      let { weight } = profile;
      const path = {
        latency: () => chance.between(profile.latency[0], profile.latency[1]),
        stalledUntil: () => stalledUntil,
      };

      const dial: Dial = (socket, url) => {
        const node = route();
        const up = createChannel(time, path);
        if (blocked || node === undefined || !answers.has(node)) {
          time.after(path.latency(), () => socket.ended(1006, '', true));
          return { send: () => {}, close: () => socket.ended(1006, '', false) };
        }
        const call = { name, node, url, weight: () => weight };
        const connection = connect(time, call, socket, up, createChannel(time, path));
        for (const set of [all, own]) set.add(connection);
        connection.onGone = () => {
          for (const set of [all, own]) set.delete(connection);
        };
        up.send(0, () => {
          const answer = answers.get(node);
          if (answer === undefined) connection.lose(0, 0);
          else answer(connection.end);
        });
        return connection.client;
      };

      return {
        Socket: createSocketClass(dial),
        cut(clientNotices, serverNotices) {
          for (const connection of [...own]) connection.lose(clientNotices, serverNotices);
        },
        stall(ms) {
          stalledUntil = Math.max(stalledUntil, time.now() + ms);
        },
        block(next) {
          blocked = next;
        },
        heal() {
          blocked = false;
          weight = 1;
        },
      };
    },
    listen(node, answer) {
      answers.set(node, answer);
      return () => {
        answers.delete(node);
        for (const connection of [...all]) if (connection.end.node === node) connection.lose(5, 0);
      };
    },
  };
};

interface Connection {
  readonly end: ServerEnd;
  readonly client: { send(frame: Uint8Array): void; close(): void };
  lose(clientNotices: number, serverNotices: number): void;
  onGone: () => void;
}

interface Call extends Pick<ServerEnd, 'node' | 'url'> {
  readonly name: string;
  readonly weight: () => number;
}

const connect = (
  time: VirtualTime,
  { name, node, url, weight }: Call,
  socket: SocketEnd,
  up: Channel,
  down: Channel,
): Connection => {
  let open = true;
  let closing = false;
  let lost = false;
  let paused = false;
  const unread: (() => void)[] = [];
  /** In order, now or when the server reads on. */
  const read = (work: () => void): void => {
    if (paused || unread.length > 0) unread.push(work);
    else work();
  };

  const gone = (): void => {
    if (!open) return;
    open = false;
    connection.onGone();
    end.onClose();
  };

  const end: ServerEnd = {
    from: name,
    node,
    url,
    accept() {
      if (open && !lost) down.send(0, () => socket.opened());
      return open;
    },
    send(frame) {
      if (open && !closing) down.send(frame.length, () => socket.heard(frame));
    },
    close(code, reason) {
      if (!open || closing) return;
      closing = true;
      down.send(0, () => {
        socket.ended(code, reason, false);
        up.send(0, gone);
      });
      time.after(closeMs, gone);
    },
    get backlog() {
      return down.backlog * weight();
    },
    get open() {
      return open && !closing;
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      while (!paused) {
        const next = unread.shift();
        if (next === undefined) return;
        next();
      }
    },
    onFrame: () => {},
    onClose: () => {},
  };

  const connection: Connection = {
    end,
    client: {
      send(frame) {
        up.send(frame.length, () =>
          read(() => {
            if (open) end.onFrame(frame);
          }),
        );
      },
      close() {
        up.send(0, () => read(gone));
        // A browser tells of it without asking the network.
        time.after(0, () => socket.ended(1006, '', false));
      },
    },
    lose(clientNotices, serverNotices) {
      if (lost) return;
      lost = true;
      up.cut();
      down.cut();
      time.after(clientNotices, () => socket.ended(1006, '', true));
      time.after(serverNotices, gone);
    },
    onGone: () => {},
  };
  return connection;
};
