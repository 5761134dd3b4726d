import { Failure, limits, liveHead, type Reaction, reactions, readLive, writeLive } from '@gesso/crdt-schema';
import type { BoardPoint } from '../../editor/camera.ts';
import { isReached } from '../../network/status.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import { float } from './floats.ts';
import { createPace } from './pace.ts';

let seq = 0;
const mayReact = createPace(limits.reactionsPerSecond);

/** Lets a reaction, by its index, float up from a place here and at everybody else's. Beyond what a second has it does nothing. */
export function react({ session, status, shell }: App, which: number, { x, y }: BoardPoint): void {
  if (!isReached(status.peek().sync)) {
    shell.tell(say('chat.nobodyHears'), 'error');
    return;
  }
  if (!mayReact(performance.now())) return;
  seq += 1;
  try {
    session.connection.sendLive(writeLive({ type: 'react', client: session.client(), live: 0, seq, which, x, y }));
    float(which, { x, y });
  } catch (error) {
    // Beyond the end of the board there is no place to react at.
    if (!(error instanceof Failure)) throw error;
  }
}

/** Lets the reactions of others float, and tells who reacts and how. Returns its stop. */
export const hearReactions = ({ editor, session }: App, tell: (name: string, reaction: Reaction) => void): Stop =>
  session.connection.onLive((body) => {
    // Ink comes far more often, and is read where it is painted.
    const message = liveHead(body)?.type === 'react' ? readLive(body) : undefined;
    if (message?.type !== 'react') return;
    float(message.which, message);
    const peer = editor.peers.peek().find(({ client }) => client === message.client);
    const reaction = reactions[message.which];
    if (peer !== undefined && reaction !== undefined) tell(peer.name, reaction);
  });
