import { clusterFaults } from './cluster-plan.ts';
import { type ClientPlan, faults, type Plan, type Step } from './plan.ts';

/** Runs a smaller plan and tells whether it still breaks the same promise. */
export type StillFails = (plan: Plan) => Promise<boolean>;

/**
 * Makes a failing plan as small as it gets by leaving things out: kinds of fault, clients, then steps, halves first and
 * single ones in the end (delta debugging, Zeller and Hildebrandt 2002); what is left becomes plainer. `budget` bounds the
 * runs.
 */
export const shrink = async (plan: Plan, stillFails: StillFails, budget = 400): Promise<Plan> => {
  let best = plan;
  let runs = 0;

  const tries = async (change: Partial<Plan>): Promise<boolean> => {
    if (runs >= budget) return false;
    runs++;
    const smaller = { ...best, ...change };
    if (!(await stillFails(smaller))) return false;
    best = smaller;
    return true;
  };
  const keeps = async (steps: readonly Step[]): Promise<void> => {
    if (steps.length < best.steps.length) await tries({ steps });
  };

  const dropParts = async (): Promise<void> => {
    for (const fault of [...faults, ...clusterFaults]) await keeps(best.steps.filter((step) => step.do !== fault));
    for (let who = best.clients.length - 1; who >= 0; who--)
      await keeps(best.steps.filter((step) => !('who' in step) || step.who !== who));
  };

  const dropSteps = async (): Promise<void> => {
    // What comes after the failure changes nothing; from the end, halves go quickly.
    for (let size = Math.ceil(best.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let end = best.steps.length; end > 0; ) {
        const begin = Math.max(0, end - size);
        await keeps([...best.steps.slice(0, begin), ...best.steps.slice(end)]);
        end = begin;
      }
    }
  };

  const makePlain = async (): Promise<void> => {
    const busy = best.clients.findLastIndex((_, i) => best.steps.some((step) => 'who' in step && step.who === i));
    if (busy + 1 < best.clients.length) await tries({ clients: best.clients.slice(0, Math.max(1, busy + 1)) });
    for (const step of [10, 1]) {
      const round = (ms: number): number => Math.max(1, Math.round(ms / step) * step);
      const rounded = ({ latency: [from, to], ...rest }: ClientPlan): ClientPlan => ({
        ...rest,
        latency: [round(from), round(to)],
      });
      if (await tries({ clients: best.clients.map(rounded) })) break;
    }
  };

  for (let before = Number.POSITIVE_INFINITY; best.steps.length < before && runs < budget; ) {
    before = best.steps.length;
    await dropParts();
    await dropSteps();
  }
  await makePlain();
  return best;
};
