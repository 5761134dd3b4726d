import { personColors } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isComposing } from '../../input/composing.ts';
import { object } from '../../network/api.ts';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import './me.css';

/** What the twelve colors of people are called, in their order. */
const colorNames = [
  'pink',
  'purple',
  'violet',
  'indigo',
  'blue',
  'teal',
  'green',
  'leaf',
  'olive',
  'amber',
  'orange',
  'red',
] as const;

/** Letters of a name; the server takes no more. */
const nameLength = 60;

/** Asks whether one's name may be chosen here: who is signed in has it from elsewhere. */
function useSignedIn() {
  const { session } = useApp();
  const signedIn = useSignal(false);
  useEffect(() => {
    session.api.call('GET', '/api/session').then(
      (json) => {
        signedIn.value = object(json)['signedIn'] === true;
      },
      // Not known: what is not allowed is refused with a sentence.
      () => undefined,
    );
  }, [session, signedIn]);
  return signedIn.value;
}

interface ColorsProps {
  readonly chosen: string | undefined;
  readonly onChoose: (color: string) => void;
}

function Colors({ chosen, onChoose }: ColorsProps) {
  return (
    <fieldset class="person-colors">
      <legend class="field-name">{say('me.color')}</legend>
      {personColors.map((color, i) => {
        const name = say(`me.colors.${colorNames[i] ?? 'blue'}`);
        return (
          <label key={color} title={name} style={{ background: color }}>
            <input
              type="radio"
              name="color"
              aria-label={name}
              checked={color === chosen}
              onChange={() => onChoose(color)}
            />
          </label>
        );
      })}
    </fieldset>
  );
}

/** One's own name and color, as everybody on the board sees them. */
export function Panel() {
  const { shell, session, you } = useApp();
  const signedIn = useSignedIn();
  const change = (what: { readonly name: string } | { readonly color: string }) => {
    session.api.call('PATCH', '/api/session', what).then(
      // The server tells all pages of a person; where there is no connection this one is told here.
      (json) => {
        const { name, color } = object(json);
        // The color that is worn on a board is known to it alone, unless it was chosen just now.
        session.onRenamed('name' in what ? { name: String(name) } : { color: String(color) });
      },
      (error: unknown) => shell.tell(sentenceOf(error), 'error'),
    );
  };
  return (
    <Dialog title={say('me.title')} name="me" modal={false} onClose={shell.closePanel}>
      {signedIn ? (
        <p class="none">{say('me.account', { name: you.value?.name ?? '' })}</p>
      ) : (
        <>
          <label class="field">
            <span class="field-name">{say('me.name')}</span>
            <input
              dir="auto"
              autocomplete="nickname"
              maxLength={nameLength}
              value={you.value?.name ?? ''}
              onChange={({ currentTarget }) => {
                const name = currentTarget.value.trim();
                if (name === '') currentTarget.value = you.peek()?.name ?? '';
                else change({ name });
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || isComposing(event)) return;
                // Takes what was typed. Without closing, the keyboard would be on the page behind the panel.
                event.currentTarget.blur();
                shell.closePanel();
              }}
            />
          </label>
          <Colors chosen={you.value?.color} onChoose={(color) => change({ color })} />
        </>
      )}
    </Dialog>
  );
}
