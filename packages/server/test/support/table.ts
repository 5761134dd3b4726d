import type { Role } from '@gesso/crdt-schema';
import { frames, type Line } from './line.ts';
import { person } from './person.ts';
import { serve } from './server.ts';

/** Asks for something that is always answered, so that everything before it has been dealt with. */
export const settled = async (line: Line): Promise<void> => {
  line.send(frames.step1());
  await line.hears('step2');
};

/** A board with people on it in the given roles, each with a bare connection. */
export const table = async (...roles: Role[]) => {
  const server = await serve();
  const owner = person(server.url);
  const board = await owner.makesBoard();
  const lines: Line[] = [];
  for (const role of roles) {
    if (role === 'owner') {
      lines.push(await owner.connects(board.id));
      continue;
    }
    const guest = person(server.url);
    const { body: link } = await owner.post(`/api/boards/${board.id}/links`, { role });
    await guest.opens(link);
    lines.push(await guest.connects(board.id));
  }
  return { server, owner, board, lines };
};

/** The same with two people. */
export const two = async (a: Role, b: Role) => {
  const all = await table(a, b);
  const [first, second] = all.lines;
  if (first === undefined || second === undefined) throw new Error('two people are needed');
  return { ...all, first, second };
};
