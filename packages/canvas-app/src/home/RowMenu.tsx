import { atLeast } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { walkMenu } from '../ui/parts/menu-keys.ts';
import { usePressOutside } from '../ui/parts/press-outside.ts';
import type { Board } from './board.ts';
import type { Boards } from './boards.ts';
import { useTeller } from './Told.tsx';
import { say } from './words.ts';

interface RowMenuProps {
  readonly board: Board;
  readonly boards: Boards;
  readonly name: string;
  readonly onRename: () => void;
  readonly onTag: () => void;
  readonly onClose: () => void;
}

interface Entry {
  readonly label: string;
  readonly isGrave?: boolean;
  /** Returns true where the menu stays. */
  readonly run: () => unknown;
}

/** Puts an address on the clipboard and tells of it; where there is no clipboard, the address itself is told. */
async function copyAddress(url: string | undefined, tell: (text: string) => void): Promise<void> {
  if (url === undefined) return tell(say('linkUnknown'));
  try {
    await navigator.clipboard.writeText(url);
    tell(say('linkCopied'));
  } catch {
    tell(url);
  }
}

function useEntries({ board, boards, name, onRename, onTag, onClose }: RowMenuProps): readonly Entry[] {
  const { attempt, tell } = useTeller();
  const asked = useSignal(false);
  const { id, role } = board;
  const doing = (work: () => Promise<unknown>) => () => {
    onClose();
    void attempt(work);
  };
  const trash = doing(async () => {
    await boards.trash(id);
    tell(say('trashed', { name }), { label: say('undo'), run: () => void attempt(() => boards.restore(id)) });
  });
  const leave = () => {
    // Without its link there is no way back.
    const isKnown = boards.pathOf(id).includes('#');
    if (!isKnown && !asked.peek()) {
      asked.value = true;
      return true;
    }
    const back = isKnown ? { label: say('undo'), run: () => void attempt(() => boards.comeBack(id)) } : undefined;
    return doing(async () => {
      await boards.leave(id);
      tell(say('left', { name }), back);
    })();
  };
  return [
    { label: say('openInTab'), run: doing(async () => window.open(boards.pathOf(id), '_blank', 'noopener')) },
    { label: say('copyLink'), run: doing(async () => copyAddress(await boards.linkTo(board), tell)) },
    ...(atLeast(role, 'editor') ? [{ label: say('rename'), run: onRename }] : []),
    { label: say('tagsEntry'), run: onTag },
    {
      label: say('duplicate'),
      run: doing(async () => {
        await boards.duplicate(id);
        tell(say('duplicated', { name }));
      }),
    },
    role === 'owner'
      ? { label: say('toTrash'), isGrave: true, run: trash }
      : { label: asked.value ? say('leaveForGood') : say('leave'), isGrave: true, run: leave },
  ];
}

/** What can be done with one board. */
export function RowMenu(props: RowMenuProps) {
  const ref = useRef<HTMLDivElement>(null);
  const entries = useEntries(props);
  usePressOutside('.home-menu, .home-more[aria-expanded="true"]', props.onClose);
  useLayoutEffect(() => {
    const menu = ref.current;
    if (menu === null) return;
    // Upwards where there is no room below.
    menu.classList.toggle('above', menu.getBoundingClientRect().bottom > window.innerHeight - 8);
    menu.querySelector('button')?.focus({ preventScroll: true });
  }, []);
  return (
    <div
      ref={ref}
      class="island menu home-menu"
      role="menu"
      aria-label={props.name}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault();
          event.stopPropagation();
          props.onClose();
        } else walkMenu(event);
      }}
    >
      {entries.map(({ label, isGrave = false, run }, at) => (
        <button
          // The same place asks again with other words, and keeps the focus.
          key={at}
          type="button"
          role="menuitem"
          class={`menu-item${isGrave ? ' danger' : ''}`}
          onClick={() => run()}
        >
          <span>{label}</span>
        </button>
      ))}
    </div>
  );
}
