import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';

/** Where a pointer leads, its sentence, and the line and the head of its arrow in a box of 60 by 60. */
const pointers = [
  { to: 'pen', arrow: ['M52 8C34 10 20 22 14 48', 'M5 38l9 11 11-8'] },
  { to: 'share', arrow: ['M6 50C26 52 44 40 50 12', 'M40 19l10-8 5 12'] },
  { to: 'help', arrow: ['M8 8c22 2 36 12 42 38', 'M40 38l11 9 4-13'] },
] as const;

const Pointer = ({ to, arrow }: (typeof pointers)[number]) => (
  <p class={`pointer to-${to}`}>
    {say(`welcome.${to}`)}
    <svg viewBox="0 0 60 60" aria-hidden="true">
      {arrow.map((line) => (
        <path key={line} d={line} />
      ))}
    </svg>
  </p>
);

/** What a person reads on an empty board, written by hand; gone with the first touch. Phones have room for one line of it. */
export const Welcome = () => {
  const { editor, status, joins, session } = useApp();
  void editor.version.value;
  const { sync } = status.value;
  // Of a board that is still to come nobody knows yet that it is empty.
  const opening = (sync === 'syncing' || (joins && sync === 'connecting')) && !editor.touched.value;
  if (editor.touched.value || editor.board.size > 0 || sync === 'refused') return null;
  if (!editor.canEdit.value)
    return (
      <p class={`hint${opening ? ' waiting' : ''}`}>{say(session.isUnseen.value ? 'app.notHere' : 'app.hintView')}</p>
    );
  return (
    <div class={`welcome${opening ? ' waiting' : ''}`}>
      <p class="hint">{say('app.hint')}</p>
      {pointers.map((pointer) => (
        <Pointer key={pointer.to} {...pointer} />
      ))}
      <p class="wordmark" aria-hidden="true">
        Gesso
      </p>
    </div>
  );
};
