import { useRef } from 'preact/hooks';
import type { Editor } from '../../editor/editor.ts';

/** The tool that a page begins with: it is not in hand before a person has done anything with it. */
const firstTool = 'pen';
/** Tools with which a pin is pressed, and nothing drawn. */
const pressing: readonly string[] = ['select', 'hand', 'comment'];

/** Whether pins let through what is pressed: what is drawn may begin on one. */
export function useLetsThrough({ tool, touched, canEdit }: Pick<Editor, 'tool' | 'touched' | 'canEdit'>): boolean {
  const isInHand = useRef(false);
  isInHand.current ||= touched.value || tool.value !== firstTool;
  const draws = !pressing.includes(tool.value) && (canEdit.value || tool.value === 'laser');
  return isInHand.current && draws;
}
