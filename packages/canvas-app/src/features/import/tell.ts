import { say } from '../../words/later.ts';
import { listed } from '../../words/name-of.ts';
import { changeNames, lossNames, type Refused, type Report } from './format.ts';
import { endings } from './formats.ts';
import type { Here } from './here.ts';
import { importLimits } from './limits.ts';
import { told } from './told.ts';

/** ms of reading that nobody has to be told of. */
const quietMs = 600;

/** Characters of a file's name in a sentence. */
const nameLength = 40;

const short = (name: string): string => (name.length > nameLength ? `${name.slice(0, nameLength - 1)}…` : name);

/** ms from one page that a person is told of to the next: a screen reader reads each to them. */
const pageEvery = 3_000;

/** Says that a file is being read, once that takes a while, with a way to give it up. Returns what says more, and what takes it away. */
export function tellOfReading({ shell }: Here, name: string, giveUp: () => void) {
  let message: number | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  const hush = () => {
    if (message !== undefined) shell.dismiss(message);
  };
  const tell = (sentence: string) => {
    hush();
    toldAt = performance.now();
    message = shell.tell(sentence, 'info', { label: say('importing.cancel'), run: giveUp });
  };
  const timer = setTimeout(() => tell(say('importing.reading', { name: short(name) })), quietMs);
  return {
    /** Says which page of how many is painted. */
    onPage(page: number, pages: number) {
      if (message === undefined || performance.now() - toldAt < pageEvery) return;
      tell(say('importing.readingPage', { name: short(name), page, pages }));
    },
    quiet() {
      clearTimeout(timer);
      hush();
    },
  };
}

/** Why a file is not opened, and what to do. `opened`: endings of those that are. */
export function refusedSentence(name: string, reason: Refused, opened: readonly string[] = endings): string {
  const most = importLimits.bytes / (1024 * 1024);
  if (reason === 'tooLarge') return say('importing.refused.tooLarge', { name: short(name), most });
  if (reason === 'unknown') return say('importing.refused.unknown', { name: short(name), endings: listed(...opened) });
  return say(`importing.refused.${reason}`, { name: short(name) });
}

/** Says why a file is not opened, and what to do. */
export const tellRefused = ({ shell }: Here, name: string, reason: Refused): void =>
  void shell.tell(refusedSentence(name, reason), 'error');

const total = (counts: Readonly<Record<string, number | undefined>>): number =>
  Object.values(counts).reduce<number>((sum, n = 0) => sum + n, 0);

/** What could not be carried, by its names and counts. */
export const lossesOf = ({ lost }: Report): readonly string[] =>
  lossNames.flatMap((name) => ((lost[name] ?? 0) > 0 ? [say(`importing.lost.${name}`, { n: lost[name] ?? 0 })] : []));

/** What is not as it was, in sentences with counts. */
export const changesOf = ({ changed }: Report): readonly string[] =>
  changeNames.flatMap((name) =>
    (changed[name] ?? 0) > 0 ? [say(`importing.changed.${name}`, { n: changed[name] ?? 0 })] : [],
  );

/** Says what became of a file, with a way to all there is to be said of it. */
export function tellReport({ shell }: Here, name: string, report: Report, brought: number): void {
  told.value = { name, brought, report };
  const lost = total(report.lost);
  const sentence =
    lost === 0
      ? say('importing.brought', { n: brought })
      : say('importing.partly', { n: brought, lost, list: listed(...lossesOf(report)) });
  const more = lost > 0 || total(report.changed) > 0;
  shell.tell(
    sentence,
    'info',
    more ? { label: say('importing.details'), run: () => shell.openPanel('imported') } : undefined,
  );
}
