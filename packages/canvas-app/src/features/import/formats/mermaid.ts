import { newTally, type Read, refusal } from '../format.ts';
import { diagramIn } from '../mermaid-text.ts';
import { readText } from '../read-text.ts';
import { readFlow } from './mermaid-flow.ts';
import { flowElements } from './mermaid-flow-elements.ts';
import { readSequence, sequenceElements } from './mermaid-sequence.ts';

/** Characters of a diagram, and its things, at most: what is larger is none that a person reads. */
const most = { letters: 200_000, things: 2_000 };

/** Flowcharts and sequence diagrams of Mermaid; lines that make no sense here are counted. Other diagrams are refused. */
export const readMermaid: Read = async (bytes, pause) => {
  const { diagram: text, behind } = diagramIn(readText(bytes));
  if (text.length > most.letters) throw refusal('tooMany');
  await pause();
  const tally = newTally();
  if (behind !== '') tally.lose('unreadable', behind.split('\n').length);
  if (/^(?:graph|flowchart)\b/.test(text)) {
    const flow = readFlow(text);
    if (flow.nodes.size + flow.links.length > most.things) throw refusal('tooMany');
    tally.lose('unreadable', flow.unread);
    await pause();
    const elements = flowElements(flow, tally);
    return { elements, report: tally.report(elements) };
  }
  if (!/^sequenceDiagram\b/.test(text)) throw refusal('unknown');
  const sequence = readSequence(text);
  if (sequence.people.size + sequence.steps.length > most.things) throw refusal('tooMany');
  tally.lose('unreadable', sequence.unread);
  await pause();
  const elements = sequenceElements(sequence, tally);
  return { elements, report: tally.report(elements) };
};
