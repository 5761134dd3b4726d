import { useEffect } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { Beyond } from './Beyond.tsx';
import { hearCalls } from './calls.ts';
import { Followers, Following } from './Following.tsx';

/** What is shown of the others over the board, besides their cursors. */
export function Over() {
  const app = useApp();
  useEffect(() => hearCalls(app, () => performance.now()), [app]);
  return (
    <>
      <Beyond />
      <Followers />
      <Following />
    </>
  );
}
