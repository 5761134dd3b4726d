import { limits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { Plus } from 'lucide';
import { TextButton } from '../../ui/parts/Button.tsx';
import { segmented } from '../../ui/parts/segmented.ts';
import { say } from '../../words/later.ts';
import { type LinkRole, type LinkTerms, linkRoles } from './links.ts';
import { roleName } from './role-name.ts';

/** How long a link may last (ms); 0 is for good. */
const terms = { never: 0, hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_592_000_000 } as const;
type Term = keyof typeof terms;

/** Letters of a password; the server takes no more. */
const passwordLength = 200;
/** People a link can be bounded to. */
const mostUses = 10_000;

interface NewLinkProps {
  readonly busy: boolean;
  readonly onMake: (role: LinkRole, terms: LinkTerms) => void;
}

/** Which link is made: its role, its name, its end and its password. */
function Form({ busy, onMake, onDone }: NewLinkProps & { readonly onDone: () => void }) {
  const role = useSignal<LinkRole>('viewer');
  return (
    <form
      class="link-card new-link"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const lasts = terms[given.get('term') as Term] ?? 0;
        onMake(role.peek(), {
          label: String(given.get('label') ?? '').trim(),
          password: String(given.get('password') ?? ''),
          expiresAt: lasts === 0 ? undefined : Date.now() + lasts,
          maxUses: Number.parseInt(String(given.get('uses') ?? ''), 10) || undefined,
        });
        onDone();
      }}
    >
      <fieldset class={segmented} aria-label={say('sharePanel.lets')}>
        {linkRoles.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={role.value === one}
            onClick={() => {
              role.value = one;
            }}
          >
            {roleName(one)}
          </button>
        ))}
      </fieldset>
      <label class="field">
        <span class="field-name">{say('sharePanel.label')}</span>
        <input name="label" dir="auto" autocomplete="off" maxLength={limits.nameLength} />
      </label>
      <label class="field">
        <span class="field-name">{say('sharePanel.lasts')}</span>
        <select name="term">
          {(Object.keys(terms) as Term[]).map((term) => (
            <option key={term} value={term}>
              {say(`sharePanel.term.${term}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="field-name">{say('sharePanel.uses')}</span>
        <input
          name="uses"
          type="number"
          inputMode="numeric"
          min={1}
          max={mostUses}
          placeholder={say('sharePanel.anyNumber')}
        />
      </label>
      <label class="field">
        <span class="field-name">{say('sharePanel.password')}</span>
        <input name="password" dir="auto" autocomplete="off" maxLength={passwordLength} />
      </label>
      <footer>
        <TextButton onPress={onDone}>{say('sharePanel.cancel')}</TextButton>
        <button type="submit" class="text-button filled" disabled={busy}>
          {say('sharePanel.turnOn')}
        </button>
      </footer>
    </form>
  );
}

/** A link of other terms: behind a button, as one comes seldom. */
export function NewLink(props: NewLinkProps) {
  const isOpen = useSignal(false);
  if (isOpen.value)
    return (
      <Form
        {...props}
        onDone={() => {
          isOpen.value = false;
        }}
      />
    );
  return (
    <TextButton
      kind="quiet"
      icon={Plus}
      onPress={() => {
        isOpen.value = true;
      }}
    >
      {say('sharePanel.another')}
    </TextButton>
  );
}
