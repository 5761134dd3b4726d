import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { chordLabel } from '../../commands/keys.ts';
import { sayCommand } from '../../words/say.ts';
import { useApp } from '../app-context.ts';
import { Icon, type IconLike } from './icons.tsx';

export interface IconButtonProps {
  readonly icon: IconLike;
  readonly label: string;
  /** Chord shown in the tooltip. */
  readonly keys?: string | undefined;
  readonly pressed?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly expanded?: boolean | undefined;
  /** The color of what it makes, shown below its icon. */
  readonly tint?: string | undefined;
  readonly tone?: 'danger' | undefined;
  readonly onPress: () => void;
  /** A long press, or one for a menu: there is more behind the button, and it has a mark for it. */
  readonly onHold?: () => void;
}

/** ms that a long press takes. */
const holdMs = 400;

/** What a button hears when a long press means something else than a short one. */
const useHold = (onPress: () => void, onHold: (() => void) | undefined) => {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const held = useRef(false);
  if (onHold === undefined) return { onClick: onPress };
  const release = () => clearTimeout(timer.current);
  const hold = () => {
    release();
    held.current = true;
    onHold();
  };
  return {
    onPointerDown: () => {
      held.current = false;
      timer.current = setTimeout(hold, holdMs);
    },
    onPointerUp: release,
    onPointerLeave: release,
    onPointerCancel: release,
    onContextMenu: (event: Event) => {
      event.preventDefault();
      hold();
    },
    onClick: () => {
      if (!held.current) onPress();
      held.current = false;
    },
  };
};

/** A square button with an icon; its name is read aloud and shown, with its key, when the pointer rests. */
export const IconButton = ({
  icon,
  label,
  keys,
  pressed,
  disabled,
  expanded,
  tint,
  tone,
  onPress,
  onHold,
}: IconButtonProps) => {
  const { mac } = useApp();
  const presses = useHold(onPress, onHold);
  const hint = keys === undefined ? label : `${label} — ${chordLabel(keys, mac)}`;
  return (
    <button
      type="button"
      class={`icon-button${tone === 'danger' ? ' danger' : ''}${onHold === undefined ? '' : ' more'}${tint === undefined ? '' : ' tinted'}`}
      {...(tint === undefined ? {} : { style: { '--tint': tint } })}
      aria-label={label}
      title={hint}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-keyshortcuts={keys?.replace('mod', mac ? 'Meta' : 'Control')}
      disabled={disabled}
      {...presses}
    >
      <Icon name={icon} />
    </button>
  );
};

/** A button that runs a command of the table; label, key and whether it can run come from there. */
export const CommandButton = ({
  id,
  icon,
  disabled,
  tone,
}: {
  readonly id: string;
  readonly icon: IconLike;
  readonly disabled?: boolean;
  readonly tone?: 'danger';
}) => {
  const { commands, context } = useApp();
  const command = commands[id];
  if (command === undefined) return null;
  return (
    <IconButton
      icon={icon}
      label={sayCommand(id)}
      keys={command.keys[0]}
      disabled={disabled}
      tone={tone}
      onPress={() => command.run(context)}
    />
  );
};

export const TextButton = ({
  children,
  kind = 'plain',
  icon,
  disabled,
  onPress,
}: {
  readonly children: ComponentChildren;
  readonly kind?: 'plain' | 'filled' | 'quiet' | 'danger';
  readonly icon?: IconLike;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}) => (
  <button type="button" class={`text-button ${kind}`} disabled={disabled} onClick={onPress}>
    {icon === undefined ? null : <Icon name={icon} size={18} />}
    <span>{children}</span>
  </button>
);
