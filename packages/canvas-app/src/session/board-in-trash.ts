import { object } from '../network/api.ts';
import type { Session } from './session.ts';

type OfBoard = Pick<Session, 'api' | 'id'>;

/** How many boards of a trash are looked through, as many as one answer has. */
const mostListed = 500;

const pathOf = ({ id }: OfBoard): string => `/api/boards/${encodeURIComponent(id.peek() ?? '')}`;

/** Whether the board of this page lies in the trash of the person who looks at it: its owner alone finds it there. */
export async function isInOwnTrash({ api, id }: OfBoard): Promise<boolean> {
  const { boards } = object(await api.call('GET', `/api/boards?trash=1&limit=${mostListed}`));
  return Array.isArray(boards) && boards.some((board) => object(board)['id'] === id.peek());
}

/** Goes on with a board that is out of the trash, whether or not this page was ever let in. */
export async function comeBack({ copy, connection, id }: Pick<Session, 'copy' | 'connection' | 'id'>): Promise<void> {
  // The server is told what is here, so all of it has to be here first.
  await copy()?.complete;
  const board = id.peek();
  if (board !== undefined) connection.open(board);
}

/** Takes the board of this page out of its owner's trash and goes on with it. Throws the server's failure. */
export async function restoreBoard(session: Session): Promise<void> {
  await session.api.call('POST', `${pathOf(session)}/restore`).catch(async (error: unknown) => {
    // On another page it was restored already.
    await session.api.call('GET', pathOf(session)).catch(() => {
      throw error;
    });
  });
  await comeBack(session);
}
