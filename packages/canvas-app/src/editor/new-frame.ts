import type { ShownBoard } from '@gesso/drawing';
import { say } from '../words/say.ts';

/** What every new frame has: the next name, and a place below all that is there, so that it hides nothing. */
export const newFrame = (board: ShownBoard): { readonly name: string; readonly z?: string } => {
  const [z] = board.orderBetween(undefined, board.all()[0]?.z, 1);
  return { name: say('app.firstFrame', { n: board.frames().size + 1 }), ...(z === undefined ? {} : { z }) };
};
