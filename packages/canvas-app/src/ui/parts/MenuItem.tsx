import { Check } from 'lucide';
import type { Command } from '../../commands/command.ts';
import { chordLabel } from '../../commands/keys.ts';
import { sayCommand } from '../../words/later.ts';
import { useApp } from '../app-context.ts';
import { Icon, type IconLike } from './icons.tsx';
import '../styles/menus.css';

/** The key of a command, where it has one: the browser's own keys are shown as the others. */
export const Chord = ({ of: { keys, browserKey } }: { readonly of: Pick<Command, 'keys' | 'browserKey'> }) => {
  const { mac } = useApp();
  const [chord = browserKey] = keys;
  return chord === undefined ? null : <kbd dir="ltr">{chordLabel(chord, mac)}</kbd>;
};

interface MenuItemProps {
  readonly label: string;
  /** The command whose key is shown. */
  readonly command?: Command | undefined;
  readonly disabled?: boolean;
  /** Whether what it switches is on; absent = it switches nothing. */
  readonly isOn?: boolean | undefined;
  readonly tone?: 'danger' | undefined;
  /** Stands before the name, in a menu where all have one. */
  readonly icon?: IconLike | undefined;
  readonly onPress: () => void;
}

/** One line of a menu: what it does, its key, and an icon or a tick where it is on. */
export const MenuItem = ({ label, command, disabled, isOn, tone, icon, onPress }: MenuItemProps) => (
  <button
    type="button"
    {...(isOn === undefined ? { role: 'menuitem' } : { role: 'menuitemcheckbox', 'aria-checked': isOn })}
    class={`menu-item${tone === undefined ? '' : ` ${tone}`}`}
    disabled={disabled}
    onClick={onPress}
  >
    {isOn === true ? <Icon name={Check} size={16} /> : icon === undefined ? null : <Icon name={icon} size={16} />}
    <span>{label}</span>
    {command === undefined ? null : <Chord of={command} />}
  </button>
);

/** A command of the table as a line of a menu; what cannot run now is grey. `label`: what it is called there, if not as in the table. */
export const CommandItem = ({
  id,
  label,
  icon,
  onPress,
}: {
  readonly id: string;
  readonly label?: string | undefined;
  readonly icon?: IconLike | undefined;
  /** Closes the menu before the command runs. */
  readonly onPress: () => void;
}) => {
  const { commands, context } = useApp();
  const command = commands[id];
  if (command === undefined) return null;
  return (
    <MenuItem
      label={label ?? sayCommand(id)}
      command={command}
      disabled={command.when?.(context) === false}
      isOn={command.isOn?.(context)}
      tone={id === 'edit.delete' ? 'danger' : undefined}
      icon={icon}
      onPress={() => {
        onPress();
        command.run(context);
      }}
    />
  );
};
