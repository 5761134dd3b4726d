import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { followDone } from './follow-done.ts';

/** The words for what was done last. */
export const Done = () => {
  const app = useApp();
  const said = useSignal({ words: '', count: 0 });
  useEffect(
    () =>
      followDone(app, (words) => {
        said.value = { words, count: said.peek().count + 1 };
      }),
    [app, said],
  );
  // What is done twice is said twice: other words come only with another node.
  return <span key={said.value.count}>{said.value.words}</span>;
};
