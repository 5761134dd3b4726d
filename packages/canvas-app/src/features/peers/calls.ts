import { Failure, readLive, writeLive } from '@gesso/crdt-schema';
import { isReached } from '../../network/status.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import { cameraFor } from './follow-view.ts';

/** ms in which one person is heard once: who is called again and again turns a deaf ear. */
const heardEvery = 5_000;

let seq = 0;

/** Asks everybody to come to what is seen here. */
export function callEveryone({ editor, session, shell, status }: App): void {
  if (!isReached(status.peek().sync)) {
    shell.tell(say('peers.nobodyHears'), 'error');
    return;
  }
  seq += 1;
  try {
    session.connection.sendLive(
      writeLive({ type: 'call', client: session.client(), live: 0, seq, ...editor.viewBox() }),
    );
    shell.tell(say('peers.called'));
  } catch (error) {
    // Beyond the end of the board there is no place to come to.
    if (!(error instanceof Failure)) throw error;
  }
}

/** Tells when a peer asks everyone to come, and leaves it to the person to go. Returns its stop. */
export function hearCalls({ editor, session, shell }: App, now: () => number): Stop {
  const heard = new Map<string, number>();
  return session.connection.onLive((body) => {
    const message = readLive(body);
    if (message?.type !== 'call') return;
    const caller = editor.peers.peek().find(({ client }) => client === message.client);
    const last = caller && heard.get(caller.id);
    if (caller === undefined || (last !== undefined && now() - last < heardEvery)) return;
    heard.set(caller.id, now());
    const { x, y, w, h } = message;
    const run = () => editor.setCamera(cameraFor({ x, y, w, h }, editor.viewport.peek()));
    shell.tell(say('peers.calls', { name: caller.name }), 'info', { label: say('peers.goThere'), run });
  });
}
