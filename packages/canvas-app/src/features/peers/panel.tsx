import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { initials } from '../../ui/initials.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { say } from '../../words/later.ts';
import { toggleFollowing } from './follow.ts';
import { followed } from './followed.ts';
import { peopleOf } from './people-of.ts';
import './peers.css';

/** Whom to follow. */
export function Panel() {
  const app = useApp();
  const people = peopleOf(app.editor.peers.value);
  const first = useRef<HTMLButtonElement>(null);
  // What is chosen from comes before what closes.
  useLayoutEffect(() => first.current?.focus(), []);
  return (
    <Dialog title={say('peers.whom')} name="follow" modal onClose={app.shell.closePanel}>
      {people.length === 0 ? <p class="none">{say('peers.nobody')}</p> : null}
      {people.map((person, i) => (
        <button
          ref={i === 0 ? first : null}
          key={person.id || person.client}
          type="button"
          class="menu-item"
          aria-pressed={followed.value === person.id}
          onClick={() => {
            app.shell.closePanel();
            toggleFollowing(app, person);
          }}
        >
          <span class="face" style={{ background: person.color }} aria-hidden="true">
            {initials(person.name)}
          </span>
          <span>{person.name}</span>
        </button>
      ))}
    </Dialog>
  );
}
