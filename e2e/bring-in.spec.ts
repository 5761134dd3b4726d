import { open } from './helpers/board-page.ts';
import { give } from './helpers/pictures.ts';
import { expect, test } from './helpers/test.ts';

test.describe('what is brought in', () => {
  test('a template is offered beside an empty board, and put in view as one step', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.getByRole('button', { name: 'Begin with a template' }).click();
    const dialog = ada.page.getByRole('dialog', { name: 'Templates' });
    await expect(dialog.getByRole('button', { name: 'Weekly plan' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Kanban board' }).click();
    await expect(dialog).toBeHidden();
    await ada.has(12);
    await ada.page.keyboard.press('Control+z');
    await ada.has(0);
    await ada.leave();
  });

  test('a diagram of Mermaid, a table and an SVG become what they show', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const chart = { name: 'chart.mmd', type: '', bytes: Buffer.from('flowchart LR\n  one --> two\n') };
    await give(ada.page, 'drop', [chart], [400, 300]);
    await ada.has(3);
    const kinds = async () => (await ada.elements()).map(({ kind }) => kind).sort();
    expect(await kinds()).toEqual(['arrow', 'rect', 'rect']);
    const csv = { name: 'plan.csv', type: '', bytes: Buffer.from('day,who\nMonday,Ada\n') };
    await give(ada.page, 'drop', [csv], [400, 600]);
    await ada.has(4);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><circle cx="20" cy="20" r="20" fill="#e03131"/></svg>';
    await give(ada.page, 'drop', [{ name: 'dot.svg', type: 'image/svg+xml', bytes: Buffer.from(svg) }], [800, 600]);
    await ada.has(5);
    expect(await kinds()).toEqual(['arrow', 'ellipse', 'rect', 'rect', 'table']);
    await ada.leave();
  });
});
