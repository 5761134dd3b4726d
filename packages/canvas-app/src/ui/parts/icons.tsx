import { CircleQuestionMark, type IconNode, Image, Menu, Minus, Plus, Pointer, Redo2, Share2, Undo2, X } from 'lucide';
import { h } from 'preact';

/** Lucide's icons by what they mean here, those that are seen at once. A tool, a bar and a panel bring their own. */
const icons = {
  finger: Pointer,
  picture: Image,
  undo: Undo2,
  redo: Redo2,
  plus: Plus,
  minus: Minus,
  share: Share2,
  help: CircleQuestionMark,
  menu: Menu,
  close: X,
} as const;

export type IconName = keyof typeof icons;

/** An icon by its name here, or one that a tool or a panel brings along. */
export type IconLike = IconName | IconNode;

/** An icon of 20 px in the color of its text; decoration only, the control around it has the name. */
export const Icon = ({ name, size = 20 }: { readonly name: IconLike; readonly size?: number }) => (
  <svg
    class="icon"
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {(typeof name === 'string' ? icons[name] : name).map(([tag, attributes]) => h(tag, attributes))}
  </svg>
);
