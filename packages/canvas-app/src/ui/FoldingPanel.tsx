import type { ComponentChildren, FunctionComponent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { say } from '../words/say.ts';
import { usePressOutside } from './parts/press-outside.ts';
import { useMedia } from './parts/use-media.ts';

interface FoldingPanelProps {
  /** What stands for the panel while it is folded. */
  readonly pill: ComponentChildren;
  /** What it unfolds to; fetched when it is to be seen first. */
  readonly settings: FunctionComponent;
}

/** ms that the pointer may be elsewhere before a panel that it opened folds again. */
const foldAfter = 250;

/** Where style sheets keep it open. */
const unfolded = '(min-width: 1600px) and (min-height: 481px)';

/** Closed, open while the pointer is over it, or open until a press elsewhere. */
type Folding = 'closed' | 'pointed' | 'kept';

/**
 * The style panel, which takes the room of a pill until one points at it, presses it or opens it by key. Style sheets keep it open where
 * there is room for it.
 */
export const FoldingPanel = ({ pill, settings: Settings }: FoldingPanelProps) => {
  const isAlwaysOpen = useMedia(unfolded);
  const button = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [folding, setFolding] = useState<Folding>('closed');
  usePressOutside('.style', () => setFolding('closed'));
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <section
      class={`island style${folding === 'closed' ? '' : ' open'}`}
      aria-label={say('app.style')}
      onPointerEnter={({ pointerType }) => {
        clearTimeout(timer.current);
        if (pointerType === 'mouse') setFolding((now) => (now === 'closed' ? 'pointed' : now));
      }}
      onPointerLeave={() => {
        timer.current = setTimeout(() => setFolding((now) => (now === 'pointed' ? 'closed' : now)), foldAfter);
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        // A press within gives the keyboard back to the paper, which is no leaving.
        const isElsewhere = relatedTarget instanceof Node && !currentTarget.contains(relatedTarget);
        if (isElsewhere && !currentTarget.matches(':hover')) setFolding('closed');
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || folding === 'closed') return;
        event.stopPropagation();
        setFolding('closed');
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        class="style-pill"
        aria-label={say('app.style')}
        aria-expanded={folding !== 'closed'}
        onClick={() => setFolding((now) => (now === 'kept' ? 'closed' : 'kept'))}
      >
        {pill}
      </button>
      <div class="style-rows">{isAlwaysOpen || folding !== 'closed' ? <Settings /> : null}</div>
    </section>
  );
};
