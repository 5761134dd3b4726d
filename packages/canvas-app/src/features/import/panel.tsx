import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { say } from '../../words/later.ts';
import { changesOf, lossesOf } from './tell.ts';
import { told } from './told.ts';
import './import.css';

const List = ({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) =>
  lines.length === 0 ? null : (
    <section>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );

/** All there is to be said of the last file that was brought. */
export function Panel() {
  const { shell } = useApp();
  const { name, brought, report } = told.value ?? {
    name: '',
    brought: 0,
    report: { carried: {}, lost: {}, changed: {} },
  };
  return (
    <Dialog title={say('importing.title')} name="imported" modal={false} onClose={shell.closePanel}>
      <p class="imported-name" dir="auto">
        {name}
      </p>
      <p>{say('importing.brought', { n: brought })}</p>
      <List title={say('importing.notCarried')} lines={lossesOf(report)} />
      <List title={say('importing.notAsItWas')} lines={changesOf(report)} />
    </Dialog>
  );
}
