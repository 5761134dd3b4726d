import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { frames, readHeard } from '../support/frames.ts';

/**
 * Somebody on another board who draws all the time, one edit after the other, in a thread of their own: what the test does
 * meanwhile does not count as the server's delay. Tells, when asked, the slowest acknowledgement since the last time.
 */
interface Place {
  readonly url: string;
  readonly cookie: string;
  readonly origin: string;
  /** The process of the server. */
  readonly pid: number;
}

export interface Report {
  /**
   * Milliseconds from sending an edit until it was known to be on disk, without those in which this thread itself, or the
   * thread of the server that serves, was not let run: a machine that is busy with other things is late everywhere.
   */
  readonly worst: number;
  readonly edits: number;
  /** The connection ended. */
  readonly lost?: string;
}

/** Between one edit and the next, as of somebody who moves something. */
const pauseMs = 15;
const tickMs = 5;

const { url, cookie, origin, pid } = workerData as Place;
const socket = new WebSocket(url, { headers: { cookie, origin } });
const doc = new Y.Doc();
let sent = 0;
let sentAt = 0;
let worst = 0;
let edits = 0;
let asked = false;

const answer = (report: Report): void => parentPort?.postMessage(report);

let late = 0;
let tickedAt = performance.now();
setInterval(() => {
  const now = performance.now();
  late = Math.max(late, now - tickedAt - tickMs);
  tickedAt = now;
}, tickMs);

/**
 * How long the server's main thread has waited for a processor, in ms, as Linux counts it
 * (https://docs.kernel.org/scheduler/sched-stats.html). 0 where nothing counts that.
 */
const waitedForProcessor = (): number => {
  try {
    const [, nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return 0;
  }
};
let waited = 0;

const draw = (): void => {
  const before = Y.encodeStateVector(doc);
  doc.getMap('ov').set('element-near:x', sent++);
  late = 0;
  waited = waitedForProcessor();
  sentAt = performance.now();
  socket.send(frames.update(Y.encodeStateAsUpdate(doc, before)));
};

socket.on('open', draw);
socket.on('message', (bytes) => {
  const message = readHeard(new Uint8Array(bytes as Buffer));
  if (message.type !== 'saved' || message.count !== sent) return;
  worst = Math.max(worst, performance.now() - sentAt - late - (waitedForProcessor() - waited));
  edits++;
  // Asked for in the middle of an edit, it counts that one too.
  if (asked) {
    answer({ worst, edits });
    asked = false;
    worst = 0;
    edits = 0;
  }
  setTimeout(draw, pauseMs);
});
socket.on('close', (code, reason) => answer({ worst: Number.POSITIVE_INFINITY, edits, lost: `${code} ${reason}` }));
socket.on('error', () => {});
parentPort?.on('message', () => {
  asked = true;
});
