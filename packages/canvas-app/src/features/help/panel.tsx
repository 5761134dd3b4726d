import type { CommandGroup } from '../../commands/command.ts';
import { chordLabel } from '../../commands/keys.ts';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { strings } from './strings.ts';
import './help.css';

/** Every shortcut, straight from the command table. */
export function Panel() {
  const { shell, commands, mac } = useApp();
  const groups = Object.entries(strings.groups) as [CommandGroup, string][];
  return (
    <Dialog title={strings.title} name="help" modal onClose={shell.closePanel}>
      <p class="help-more">{strings.more}</p>
      <p class="help-more">{strings.select}</p>
      <p class="help-more">{strings.ink}</p>
      <p class="help-more">{strings.text}</p>
      <div class="help-groups">
        {groups.map(([group, title]) => (
          <section key={group}>
            <h3>{title}</h3>
            <dl>
              {Object.entries(commands)
                .filter(([, command]) => command.group === group && command.keys.length > 0)
                .map(([id, { label, keys }]) => (
                  <div key={id}>
                    <dt>{label}</dt>
                    <dd>
                      {keys.slice(0, 2).map((chord) => (
                        <kbd key={chord}>{chordLabel(chord, mac)}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
