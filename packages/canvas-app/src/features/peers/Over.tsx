import { Beyond } from './Beyond.tsx';

/** What is shown of the others over the board, besides their cursors. */
export function Over() {
  return <Beyond />;
}
