import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { holdKeys } from '../../input/hold-keys.ts';
import { within } from '../../waiting.ts';
import { say } from '../../words/say.ts';
import { useApp } from '../app-context.ts';
import type { OnDemand, OnDemandProps } from './on-demand-type.ts';

/** ms that a part of the interface may take to come. */
const loadingTimeout = 15_000;

/** Makes a component of one that is fetched. */
export const onDemand = (fetch: () => Promise<FunctionComponent>): OnDemand => {
  const loaded = signal<FunctionComponent | undefined>(undefined);
  const load = async (): Promise<void> => {
    const component = await fetch();
    loaded.value = component;
  };
  const Part: FunctionComponent<OnDemandProps> = ({ onFailed, takesKeys = false }) => {
    const { shell } = useApp();
    const Ready = loaded.value;
    useEffect(() => {
      // What comes later is shown all the same, if it is still wanted.
      if (loaded.peek() === undefined)
        within(loadingTimeout, load()).catch(() => {
          onFailed?.();
          shell.tell(say('app.notLoaded'), 'error');
        });
    }, [onFailed, shell]);
    const keeps = takesKeys && Ready === undefined;
    useLayoutEffect(() => {
      if (!keeps) return undefined;
      const keys = holdKeys(() => onFailed?.());
      return () => (loaded.peek() === undefined ? keys.drop() : keys.release());
    }, [keeps, onFailed]);
    return Ready === undefined ? null : <Ready />;
  };
  return Object.assign(Part, { load });
};
