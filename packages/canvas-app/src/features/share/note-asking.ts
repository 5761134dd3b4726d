import { say } from '../../words/later.ts';
import { asking } from './Asking.tsx';
import './asking.css';

/** The people are in sight, with buttons that answer those who ask. */
export const peopleShown = { current: false };

/** Shows at the Share button whether a person waits for the owner's answer. */
export function noteAsking(isAsked: boolean): void {
  asking.value = isAsked ? say('sharePanel.someoneAsks') : undefined;
}
