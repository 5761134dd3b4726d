import type { BoardRecord } from '../stores/repositories.ts';
import type { Services } from './services.ts';

/** The board where anyone may be shown what it is called and what is on it; undefined for all others, whether there are any or not. */
export const previewed = async (
  { repositories, hooks }: Pick<Services, 'repositories' | 'hooks'>,
  id: string,
): Promise<BoardRecord | undefined> => {
  const board = await repositories.boards.find(id);
  return board?.previews === true && board.deletedAt === undefined && hooks.links ? board : undefined;
};
