import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';

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
      if (loaded.peek() === undefined) load().catch(onFailed);
    }, [onFailed]);
    return Ready === undefined ? null : <Ready />;
  };
  return Object.assign(Part, { load });
};
