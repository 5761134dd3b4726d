import type { KeyRepository } from '../stores/among-servers.ts';
import { newTicket } from './secrets.ts';
import { createSingleUse, type SingleUse } from './single-use.ts';

/** How long a person has to open the link on their other device. */
export const moveSeconds = 600;
/** Links that may be out at once. */
const most = 10_000;

/** Keys by which guests go on as themselves in another browser. Each stands for the id of one, whose name may change until it is used. */
export type Moves = SingleUse<string>;

export const createMoves = (now: () => number, repository?: KeyRepository): Moves =>
  createSingleUse({
    kind: 'move',
    newKey: newTicket,
    personOf: (guest) => guest,
    seconds: moveSeconds,
    most,
    now,
    repository,
  });
