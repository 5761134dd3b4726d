import type { Person } from '@gesso/crdt-schema';
import { contrast } from '@gesso/drawing';
import type { ComponentChildren } from 'preact';
import type { BoardPoint } from '../../editor/camera.ts';
import { useApp } from '../../ui/app-context.ts';
import { besidePlace } from './beside.ts';

/** What letters on a person's color may be. */
const inks = ['#ffffff', '#17181a'] as const;

/** The ink that is read best on a color. */
const inkOn = (color: string): string => (contrast(color, inks[0]) >= contrast(color, inks[1]) ? inks[0] : inks[1]);

interface BubbleProps {
  /** Whose it is; without a name where that is known. */
  readonly of: Pick<Person, 'color'> & { readonly name?: string };
  readonly at: BoardPoint;
  /** It fades away. */
  readonly isOver?: boolean;
  /** Called when it has faded in or out. */
  readonly onFaded?: () => void;
  readonly children: ComponentChildren;
}

/** What a person says, beside their pointer and in their color. */
export function Bubble({ of: { name, color }, at, isOver = false, onFaded, children }: BubbleProps) {
  const { editor } = useApp();
  const { x, y, room, isLeft, isAbove } = besidePlace(at, editor.camera.value, editor.viewport.value);
  return (
    <div class="beside" style={{ transform: `translate(${x}px, ${y}px)`, '--room': `${room}px` }}>
      <div
        class={`bubble${isLeft ? ' left' : ''}${isAbove ? ' above' : ''}${isOver ? ' over' : ''}`}
        style={{ background: color, color: inkOn(color) }}
        onTransitionEnd={() => onFaded?.()}
      >
        {name === undefined ? null : <b dir="auto">{name}</b>}
        {children}
      </div>
    </div>
  );
}
