export const strings = {
  bar: 'Table',
  more: 'Rows and columns',
  addRow: 'Add row',
  addColumn: 'Add column',
  widthOf: (column: number) => `Width of column ${column}`,
  heightOf: (row: number) => `Height of row ${row}`,
  cut: (rows: number, columns: number) =>
    `A table holds 500 rows, 100 columns and 5,000 cells. The first ${rows} rows of ${columns} columns were pasted.`,
  full: 'A table holds 500 rows, 100 columns and 5,000 cells. This one is full.',
} as const;
