import { limits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { isComposing } from '../../input/composing.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { segmented } from '../../ui/parts/segmented.ts';
import { say } from '../../words/later.ts';
import { momentOf } from '../../words/moment.ts';
import { type BoardLink, type LinkChoice, type LinkRole, linkRoles } from './links.ts';
import { roleName } from './role-name.ts';

/** How long a link may last (ms); 0 is for good. */
const terms = { never: 0, hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_592_000_000 } as const;
type Term = keyof typeof terms;

/** Letters of a password; the server takes no more. */
const passwordLength = 200;
/** People a link can be bounded to. */
const mostUses = 10_000;

interface LinkFormProps {
  readonly busy: boolean;
  /** The link that is changed; without one a new link is made. */
  readonly link?: BoardLink | undefined;
  /** `withoutPassword`: the link asks for none any more. */
  readonly onDone: (chosen: LinkChoice, withoutPassword: boolean) => void;
  readonly onCancel: () => void;
}

/** The button that was pressed is gone: the keyboard goes on in what took its place, all of which is to be seen. */
function useTurn() {
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    ref.current?.querySelector('button')?.focus({ preventScroll: true });
    ref.current?.scrollIntoView({ block: 'end' });
  }, []);
  return ref;
}

/** Escape closes the form; the panel behind it stays. */
function closeOnEscape(event: KeyboardEvent, close: () => void): void {
  if (event.key !== 'Escape' || isComposing(event)) return;
  event.stopPropagation();
  event.preventDefault();
  close();
}

/** The terms that stand in a form; an end that was not chosen anew stays. */
function chosenIn(form: HTMLFormElement, link: BoardLink | undefined): Omit<LinkChoice, 'role'> {
  const given = new FormData(form);
  const term = String(given.get('term') ?? '');
  const lasts = terms[term as Term] ?? 0;
  return {
    label: String(given.get('label') ?? '').trim(),
    password: String(given.get('password') ?? ''),
    expiresAt: term === 'kept' ? link?.expiresAt : lasts === 0 ? undefined : Date.now() + lasts,
    maxUses: Number.parseInt(String(given.get('uses') ?? ''), 10) || undefined,
  };
}

/** How long the link works from now on; the end it has stays unless another is chosen. */
const Lasts = ({ link }: Pick<LinkFormProps, 'link'>) => (
  <label class="field">
    <span class="field-name">{say('sharePanel.lasts')}</span>
    <select name="term">
      {link?.expiresAt === undefined ? null : (
        <option value="kept">{say('sharePanel.lastsAsNow', { when: momentOf(link.expiresAt) })}</option>
      )}
      {(Object.keys(terms) as Term[]).map((term) => (
        <option key={term} value={term}>
          {say(`sharePanel.term.${term}`)}
        </option>
      ))}
    </select>
  </label>
);

/** What has to be typed by those who come; where the link has a password already, it stays unless another is typed or it is taken away. */
function Password({ link }: Pick<LinkFormProps, 'link'>) {
  const isGone = useSignal(false);
  const isKept = link?.hasPassword === true;
  return (
    <>
      <label class="field">
        <span class="field-name">{say('sharePanel.password')}</span>
        <input
          name="password"
          dir="auto"
          autocomplete="off"
          maxLength={passwordLength}
          disabled={isGone.value}
          placeholder={isKept ? say('sharePanel.passwordAsNow') : undefined}
        />
      </label>
      {isKept ? (
        <label class="field check">
          <span class="field-name">{say('sharePanel.noPassword')}</span>
          <input
            type="checkbox"
            name="open"
            class="switch"
            checked={isGone.value}
            onChange={({ currentTarget }) => {
              isGone.value = currentTarget.checked;
            }}
          />
        </label>
      ) : null}
    </>
  );
}

/** What a link lets people do, what it is called, and its end, password and number of people: of a new link, or of one that is changed. */
export function LinkForm({ busy, link, onDone, onCancel }: LinkFormProps) {
  const role = useSignal<LinkRole>(link?.role ?? 'viewer');
  const ref = useTurn();
  return (
    <form
      ref={ref}
      class={link === undefined ? 'link-card new-link' : 'new-link'}
      onKeyDown={(event) => closeOnEscape(event, onCancel)}
      onSubmit={(event) => {
        event.preventDefault();
        const { currentTarget: form } = event;
        onDone({ role: role.peek(), ...chosenIn(form, link) }, new FormData(form).has('open'));
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
        <input name="label" dir="auto" autocomplete="off" maxLength={limits.nameLength} defaultValue={link?.label} />
      </label>
      <Lasts link={link} />
      <label class="field">
        <span class="field-name">{say('sharePanel.uses')}</span>
        <input
          name="uses"
          type="number"
          inputMode="numeric"
          min={1}
          max={mostUses}
          placeholder={say('sharePanel.anyNumber')}
          defaultValue={link?.maxUses}
        />
      </label>
      <Password link={link} />
      {link === undefined ? null : <p>{say('sharePanel.changeHint')}</p>}
      <footer>
        <TextButton onPress={onCancel}>{say('sharePanel.cancel')}</TextButton>
        {/* Where a change is refused the form stays, and the keyboard where it was; sent twice it is the same change. */}
        <button type="submit" class="text-button filled" disabled={busy && link === undefined}>
          {say(link === undefined ? 'sharePanel.turnOn' : 'sharePanel.save')}
        </button>
      </footer>
    </form>
  );
}
