import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { within } from '../../waiting.ts';

/** ms that a part of the interface may take to come. */
const patience = 15_000;

/** A part of the interface that is loaded when it is first shown, or before that by `load`. */
export interface OnDemand extends FunctionComponent<{ readonly onFailed: () => void }> {
  /** Resolves when it is there. Rejects when it cannot be had; it may be tried again. */
  load(): Promise<void>;
}

export const onDemand = (fetch: () => Promise<FunctionComponent>): OnDemand => {
  const loaded = signal<FunctionComponent | undefined>(undefined);
  const load = async (): Promise<void> => {
    const component = await fetch();
    loaded.value = component;
  };
  const Part: FunctionComponent<{ readonly onFailed: () => void }> = ({ onFailed }) => {
    const Ready = loaded.value;
    useEffect(() => {
      // What comes later is shown all the same, if it is still wanted.
      if (loaded.peek() === undefined) within(patience, load()).catch(onFailed);
    }, [onFailed]);
    return Ready === undefined ? null : <Ready />;
  };
  return Object.assign(Part, { load });
};
