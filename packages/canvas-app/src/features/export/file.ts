import { type BoardDoc, type Element, exportComments } from '@gesso/crdt-schema';
import { boardText } from '../../board-files/gesso-file.ts';

/** A board as a `.gesso` file. `commented`: where its comments are, if they go along. */
export const writeBoardFile = (name: string, elements: readonly Element[], commented?: BoardDoc): Blob =>
  new Blob([boardText(name, elements, commented === undefined ? {} : { comments: exportComments(commented) })], {
    type: 'application/vnd.gesso+json',
  });
