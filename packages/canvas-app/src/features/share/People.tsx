import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { initials } from '../../ui/initials.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { momentOf } from '../../words/moment.ts';
import { linkRoles } from './links.ts';
import { type BoardPeople, type BoardPerson, openPeople } from './people.ts';
import { roleName } from './role-name.ts';

/** What the owner is asked about before it is done to a person. */
type Question = 'remove' | 'handOver';

interface PersonProps {
  readonly person: BoardPerson;
  readonly people: BoardPeople;
  /** Does something, and asks who is there then unless that is not for this person any more. */
  readonly attempt: (work: () => Promise<unknown>, isLast?: boolean) => void;
}

/** Asks before a person is sent away or given the board. */
function Asked({ person, people, attempt, asking }: PersonProps & { readonly asking: Signal<Question | undefined> }) {
  const { shell } = useApp();
  const name = nameOf(person);
  const isRemoval = asking.value === 'remove';
  const doIt = () =>
    attempt(async () => {
      asking.value = undefined;
      if (isRemoval) await people.remove(person.id);
      else {
        await people.handOver(person.id);
        shell.tell(say('sharePanel.handedOver', { name }));
      }
    }, !isRemoval);
  return (
    <div class="link-ask" role="alert">
      <p>{say(isRemoval ? 'sharePanel.removeAsk' : 'sharePanel.handOverAsk', { name })}</p>
      <TextButton kind="danger" onPress={doIt}>
        {say(isRemoval ? 'sharePanel.remove' : 'sharePanel.handOver')}
      </TextButton>
      <TextButton
        onPress={() => {
          asking.value = undefined;
        }}
      >
        {say('sharePanel.cancel')}
      </TextButton>
    </div>
  );
}

/** The server knows no names of accounts whose people are not here. */
const nameOf = ({ name }: BoardPerson): string => name || say('sharePanel.account');

function whereabouts({ here, isRemoved, seenAt }: BoardPerson): string {
  if (isRemoved) return say('sharePanel.removed');
  if (here) return say('sharePanel.here');
  return seenAt === undefined ? '' : say('sharePanel.seen', { when: momentOf(seenAt) });
}

function PersonRow(props: PersonProps) {
  const { person, people, attempt } = props;
  const asking = useSignal<Question | undefined>(undefined);
  const name = nameOf(person);
  const choose = (chosen: string) => {
    if (chosen === 'remove' || chosen === 'handOver') asking.value = chosen;
    else {
      const role = linkRoles.find((known) => known === chosen);
      if (role !== undefined) attempt(() => people.give(person.id, role));
    }
  };
  return (
    <li>
      <div class="person-row">
        <span class="face" style={{ background: person.color }} aria-hidden="true">
          {initials(name)}
        </span>
        <div class="person-facts">
          <bdi>{name}</bdi>
          <small>{whereabouts(person)}</small>
        </div>
        {person.isRemoved ? (
          <TextButton kind="quiet" onPress={() => attempt(() => people.give(person.id, 'viewer'))}>
            {say('sharePanel.letIn')}
          </TextButton>
        ) : (
          <select
            aria-label={say('sharePanel.roleOf', { name })}
            // What was asked about and not done is not shown as chosen.
            value={person.role ?? 'none'}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              event.currentTarget.value = person.role ?? 'none';
              choose(chosen);
            }}
          >
            {person.role === undefined ? <option value="none">{say('sharePanel.noWayIn')}</option> : null}
            {[...linkRoles].reverse().map((role) => (
              <option key={role} value={role}>
                {roleName(role)}
              </option>
            ))}
            <hr />
            <option value="handOver">{say('sharePanel.makeOwner')}</option>
            <option value="remove">{say('sharePanel.removeFrom')}</option>
          </select>
        )}
      </div>
      {asking.value === undefined ? null : <Asked {...props} asking={asking} />}
    </li>
  );
}

/** People of the board, what each may do, and whether they may draw at the moment. */
export function People() {
  const { editor, session, shell } = useApp();
  const list = useSignal<readonly BoardPerson[] | undefined>(undefined);
  const ownerDraws = useSignal(false);
  const busy = useSignal(false);
  const people = openPeople(session.api, session.id.peek() ?? '');
  const failure = useSignal<string | undefined>(undefined);
  const attempt = async (work: () => Promise<unknown>, isLast = false) => {
    busy.value = true;
    failure.value = undefined;
    try {
      await work();
      if (!isLast && editor.role.peek() === 'owner') list.value = await people.people();
    } catch (error) {
      const sentence = sentenceOf(error);
      if (list.peek() === undefined) failure.value = sentence;
      else shell.tell(sentence, 'error');
    } finally {
      busy.value = false;
    }
  };
  const askWhoIsThere = () =>
    void attempt(async () => {
      ownerDraws.value = await people.ownerDraws();
    });
  // Not at each move of a pointer, but when a person comes or goes.
  const here = useComputed(() =>
    editor.peers.value
      .map(({ id }) => id)
      .sort()
      .join(),
  ).value;
  useEffect(askWhoIsThere, [here]);
  if (failure.value !== undefined)
    return (
      <div class="link-ask" role="alert">
        <p>{failure.value}</p>
        <TextButton onPress={askWhoIsThere}>{say('pictures.again')}</TextButton>
      </div>
    );
  if (list.value === undefined) return <div class="link-card skeleton" aria-busy="true" />;
  return (
    <div aria-busy={busy.value}>
      <label class="field check only-me">
        <span class="field-name">
          {say('sharePanel.onlyOwner')}
          <small>{say('sharePanel.onlyOwnerHint')}</small>
        </span>
        <input
          type="checkbox"
          class="switch"
          checked={ownerDraws.value}
          onChange={({ currentTarget }) => {
            const only = currentTarget.checked;
            ownerDraws.value = only;
            void attempt(async () => {
              await people.letDraw(only ? 'owner' : 'everybody').catch((error: unknown) => {
                ownerDraws.value = !only;
                throw error;
              });
            });
          }}
        />
      </label>
      {list.value.length === 0 ? <p class="none">{say('sharePanel.nobody')}</p> : null}
      <ul class="people-list" aria-label={say('sharePanel.people')}>
        {list.value.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            people={people}
            attempt={(work, isLast) => void attempt(work, isLast)}
          />
        ))}
      </ul>
    </div>
  );
}
