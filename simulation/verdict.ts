import type * as Y from 'yjs';
import type { Editor } from './editor.ts';
import { Violation } from './oracles.ts';
import { fingerprint, waits } from './replica-of-updates.ts';

/** A copy of the board, and whose it is. */
export interface Copy {
  readonly name: string;
  readonly doc: Y.Doc;
}

/** What a document amounts to, to compare it with another. */
export const digestOf = (doc: Y.Doc): string => {
  const { shown, history } = fingerprint(doc);
  return shown + history;
};

/** At rest every copy is the same and waits for nothing. Throws a `Violation`. */
export const expectSame = (copies: readonly Copy[], server: Y.Doc): void => {
  const wanted = fingerprint(server);
  for (const { name, doc } of [...copies, { name: 'the server', doc: server }])
    if (waits(doc)) throw new Violation('pending', `${name} waits for content that never comes`);
  for (const { name, doc } of copies) {
    const found = fingerprint(doc);
    if (found.shown !== wanted.shown) throw new Violation('diverged', `${name} shows another board than the server`);
    if (found.history !== wanted.history)
      throw new Violation('diverged', `${name} has another history than the server`);
  }
};

/** At rest everybody sees everybody else, where servers tell each other, and nobody who is not here. Throws a `Violation`. */
export const expectSeen = (
  present: readonly Editor[],
  connections: number,
  isShownTo: (client: number, other: number) => boolean,
): void => {
  const here = present.map(({ doc }) => doc.clientID);
  for (const { name, doc, sees } of present) {
    const { clientID: own } = doc;
    const others = here.filter((client) => client !== own && isShownTo(client, own)).sort();
    if ([...sees].sort().join() !== others.join())
      throw new Violation('presence', `${name} sees ${sees.join()} where ${others.join()} are`);
  }
  if (connections !== present.length)
    throw new Violation('presence', `${connections} are connected where ${present.length} are here`);
};
