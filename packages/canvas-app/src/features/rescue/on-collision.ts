import { stash } from '../../network/unsaved-changes.ts';
import { within } from '../../waiting.ts';
import type { Rescue, RescueDeps } from './rescue.ts';

/** ms that fetching the rest of the rescue may take. */
const loadingTimeout = 10_000;

/** What of the rescue is there from the start. The rest is fetched by `load` when there is anything to do. */
export const prepareRescue = (deps: RescueDeps, load: () => Promise<typeof import('./rescue.ts')>) => {
  let rescue: Rescue | undefined;
  const opened = async (): Promise<Rescue> => {
    const { openRescue } = await within(loadingTimeout, load());
    rescue ??= openRescue(deps);
    return rescue;
  };
  return {
    /** Fetches the rest, for what must not wait for that once it is due. Rejects when it cannot be fetched. */
    opened,
    /** As of `Rescue`. Rejects when the rest cannot be fetched: what was set down stays so. */
    async saved(): Promise<void> {
      if (deps.storage?.getItem(stash(deps.id() ?? ''))) (await opened()).saved();
    },
    /** As of `Rescue`; also false when the rest cannot be fetched. */
    setDown: (elements: ReadonlySet<string>): Promise<boolean> =>
      opened().then(
        (rescue) => rescue.setDown(elements),
        () => false,
      ),
  };
};
