import type { CommandGroup } from '../../commands/command.ts';
import { chordLabel } from '../../commands/keys.ts';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { useMedia } from '../../ui/parts/use-media.ts';
import { say, sayCommand } from '../../words/later.ts';
import './help.css';

const groups: readonly CommandGroup[] = ['tools', 'board', 'edit', 'text', 'arrange', 'view'];

/** Every shortcut, straight from the command table, and what keys do besides. */
function Keys() {
  const { commands, mac } = useApp();
  return (
    <>
      <p class="help-more">{say('help.more')}</p>
      <p class="help-more">{say('help.select')}</p>
      <p class="help-more">{say('help.ink')}</p>
      <p class="help-more">{say('help.text')}</p>
      <div class="help-groups">
        {groups.map((group) => (
          <section key={group}>
            <h3>{say(`help.groups.${group}`)}</h3>
            <dl>
              {Object.entries(commands)
                .filter(([, command]) => command.group === group && command.keys.length > 0)
                .map(([id, { keys }]) => (
                  <div key={id}>
                    <dt>{sayCommand(id)}</dt>
                    <dd>
                      {keys.slice(0, 2).map((chord) => (
                        <kbd key={chord} dir="ltr">
                          {chordLabel(chord, mac)}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}

/** What hands can do here: fingers first where they are what there is, and keys for those who have a keyboard as well. */
export function Panel() {
  const { shell } = useApp();
  const isTouch = useMedia('(hover: none) and (pointer: coarse)');
  return (
    <Dialog title={say(isTouch ? 'help.fingersTitle' : 'help.title')} name="help" modal onClose={shell.closePanel}>
      {isTouch ? (
        <>
          <p class="help-more">{say('help.fingers')}</p>
          <p class="help-more">{say('help.fingersMore')}</p>
          <details>
            <summary>{say('help.withKeys')}</summary>
            <Keys />
          </details>
        </>
      ) : (
        <Keys />
      )}
    </Dialog>
  );
}
