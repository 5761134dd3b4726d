import type { Role } from '@gesso/crdt-schema';
import { craftUpdate } from '@gesso/crdt-schema/testing';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { createMember, type Member } from '../../src/rooms/member.ts';
import { createReplica } from '../../src/rooms/replica/replica.ts';
import { createClientIdOwnership } from '../../src/rooms/updates/client-id-ownership.ts';
import type { IncomingUpdate } from '../../src/rooms/updates/incoming-update.ts';
import { judge, type MayTouch, type Verdict } from '../../src/rooms/updates/judge.ts';

export const element = 'abcdefghij-_';
const other = 'klmnopqrst-_';

/** Client ids of the words on the board, and of those who are judged. */
export const [ann, eve, absent, fresh] = [7, 8, 9, 70];

const member = (name: string, role: Role = 'editor'): Member =>
  createMember(
    { person: { id: name, name, color: '#112233' }, role },
    { send: () => {}, close: () => {}, backlog: 0 },
    true,
    0,
  );

/** A text of one letter, by a client whose words begin with it. */
export const text = (client: number, letters = 'a', key: string = element): Uint8Array =>
  craftUpdate([{ client, clock: 0, items: [{ parent: ['tx', key] }, { parent: [client, 0], text: letters }] }]);
/** A letter behind that text. */
export const more = (
  client: number,
  letters = 'b',
  clock = 2,
  behind: readonly [number, number] = [client, 1],
): Uint8Array => craftUpdate([{ client, clock, items: [{ origin: behind, text: letters }] }]);
export const both = (...updates: readonly Uint8Array[]): Uint8Array => Y.mergeUpdates([...updates]);

/** A board on which Ann, who is here, Eve, who is here too, and one who is absent have a text each. */
export const scene = () => {
  const board = createReplica();
  board.apply([both(text(ann, 'a', element), text(eve, 'e', other), text(absent, 'x', 'uvwxyz0123-_'))]);
  const people = { ann: member('ann'), eve: member('eve'), viewer: member('viewer', 'viewer') };
  const clientIds = createClientIdOwnership(
    new Map([
      [ann, 'ann'],
      [eve, 'eve'],
      [absent, 'absent'],
    ]),
  );
  clientIds.claim(ann, people.ann);
  clientIds.claim(eve, people.eve);
  return { board, clientIds, people };
};
type Scene = ReturnType<typeof scene>;

export interface Case {
  readonly is: string;
  /** What comes, of Ann unless it says otherwise. */
  readonly incoming: (scene: Scene) => Pick<IncomingUpdate, 'update'> & Partial<IncomingUpdate>;
  readonly leftTo?: readonly number[];
  readonly mayTouch?: MayTouch;
  readonly verdict: object;
}

export const refused = (code: string, detail?: string) => ({
  kind: 'refuse',
  failure: expect.objectContaining(detail === undefined ? { code } : { code, detail }),
});
export const history = true;
export const overHttp = { author: undefined };
export const wholeOf = ({ board }: Scene): Uint8Array => board.everything();

/** Holds what is judged against the verdict of a case. */
export const holds = ({ incoming, leftTo, mayTouch, verdict }: Case): void => {
  const world = scene();
  const { board, clientIds, people } = world;
  const offered = incoming(world);
  const author = 'author' in offered ? offered.author : people.ann;
  const access = (author ?? people.ann).access;
  const before = { state: board.everything(), held: [ann, eve, fresh].map(clientIds.holder) };
  const given: Verdict = judge({ access, ...offered, author }, { board, clientIds, mayTouch }, leftTo);
  expect(given).toMatchObject(verdict);
  // Nothing has happened by it.
  expect({ state: board.everything(), held: [ann, eve, fresh].map(clientIds.holder) }).toEqual(before);
};
