import type { BoardPage, BoardRecord, LinkRecord, LinkRole, Repositories } from '../../src/stores/repositories.ts';

export const boardOf = (id: string, change: Partial<BoardRecord> = {}): BoardRecord => ({
  id,
  title: '',
  owner: 'ann',
  createdAt: 1,
  updatedAt: 1,
  deletedAt: undefined,
  ownerDraws: false,
  previews: false,
  ...change,
});

export const linkOf = (id: string, board: string, role: LinkRole = 'editor', createdAt = 1): LinkRecord => ({
  id,
  board,
  role,
  keyHash: new Uint8Array(Buffer.from(id)),
  label: undefined,
  password: undefined,
  expiresAt: undefined,
  uses: 0,
  maxUses: undefined,
  createdAt,
});

export const hashOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(name));
export const personOf = (id: string) => ({ id, name: `The ${id}`, color: '#102030', colorChosen: false });
export const anna = { id: 'ann', name: 'Anna', color: '#000000', colorChosen: true };
export const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
export const listed = ({ boards }: BoardPage): string[] => ids(boards);
export const all = { trashed: false, limit: 10 } as const;

export type Open = () => Repositories | Promise<Repositories>;
