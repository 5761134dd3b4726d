import { goalOf, type Row, ratioOf, rounded, verdictOf } from './row.ts';

const printed = (row: Row): string => {
  const ratio = ratioOf(row);
  const verdict = verdictOf(row);
  return [
    `  ${row.name.padEnd(58)} ${String(rounded(row.value)).padStart(8)} ${row.unit.padEnd(9)}`,
    ...(verdict === undefined ? [] : [`${verdict === 'reached' ? 'ok' : 'MISSED'} ${goalOf(row)}`]),
    ...(ratio === undefined ? [] : [`${ratio} × baseline (${rounded(row.baseline ?? 0)})`]),
    ...(row.note === undefined ? [] : [row.note]),
  ].join('  ');
};

/** Prints figures as they come, and passes them on. */
export const say = (rows: readonly Row[]): readonly Row[] => {
  for (const row of rows) console.log(printed(row));
  return rows;
};
