import type { Person } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { say } from '../../words/later.ts';
import { describe, type MadeRow } from './since-rows.ts';
import type { Made } from './what-changed.ts';

interface SinceListProps {
  /** All of it, of everybody. */
  readonly made: readonly Made[];
  readonly people: ReadonlyMap<string, Person>;
  readonly rows: readonly MadeRow[];
  /** The row that is looked at; -1 for none. */
  readonly at: number;
  /** The person whose changes alone are listed. */
  readonly only: string | undefined;
  onRow(row: MadeRow): void;
  onOnly(by: string | undefined): void;
}

/** A line of the list, which leads there; one of several things has them all below it while it is looked at. */
function Row({ row, isCurrent, onRow }: { readonly row: MadeRow; readonly isCurrent: boolean; onRow(): void }) {
  const isFolded = row.items.length > 1;
  const isShut = useSignal(false);
  const isOpen = isFolded && isCurrent && !isShut.value;
  return (
    <li>
      <button
        type="button"
        class="since-choose"
        aria-current={isCurrent}
        aria-expanded={isFolded ? isOpen : undefined}
        onClick={() => {
          // A second press on the same folds it again.
          isShut.value = isCurrent && isOpen;
          onRow();
        }}
      >
        {row.title}
      </button>
      {isOpen ? (
        <ul class="since-parts">
          {row.items.map((one) => (
            <li key={one.id}>{describe(one)}</li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** All of it in words, person by person. */
export function SinceList({ made, people, rows, at, only, onRow, onOnly }: SinceListProps) {
  const everybody = [...new Set(made.map(({ by }) => by))];
  const makers = [...new Set(rows.map(({ by }) => by))];
  const nameOf = (by: string): string => people.get(by)?.name || say('history.someone');
  return (
    <div class="since-list">
      {everybody.length < 2 ? null : (
        <div class="since-people">
          {[undefined, ...everybody].map((by) => (
            <button key={by ?? ''} type="button" aria-pressed={only === by} onClick={() => onOnly(by)}>
              <span dir="auto">{by === undefined ? say('history.everybody') : nameOf(by)}</span>
            </button>
          ))}
        </div>
      )}
      {makers.map((by) => (
        <section key={by}>
          <h3>
            <i style={{ background: people.get(by)?.color ?? 'currentColor' }} aria-hidden="true" />
            <span dir="auto">{nameOf(by)}</span>
          </h3>
          <ul>
            {rows.map((row, i) =>
              row.by === by ? (
                <Row key={row.items[0]?.id} row={row} isCurrent={i === at} onRow={() => onRow(row)} />
              ) : null,
            )}
          </ul>
        </section>
      ))}
    </div>
  );
}
