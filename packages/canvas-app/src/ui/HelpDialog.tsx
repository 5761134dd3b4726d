import type { CommandGroup } from '../commands/command.ts';
import { chordLabel } from '../commands/keys.ts';
import { useApp } from './app-context.ts';
import { panelStrings } from './panel-strings.ts';
import { Dialog } from './parts/Dialog.tsx';

/** Every shortcut, straight from the command table. */
export const HelpDialog = () => {
  const { shell, commands, mac } = useApp();
  const groups = Object.entries(panelStrings.groups) as [CommandGroup, string][];
  return (
    <Dialog
      title={panelStrings.helpTitle}
      name="help"
      modal
      onClose={() => {
        shell.panel.value = undefined;
      }}
    >
      <p class="help-more">{panelStrings.helpMore}</p>
      <p class="help-more">{panelStrings.helpInk}</p>
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
};
