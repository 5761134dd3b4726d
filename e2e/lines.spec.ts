import type { Locator } from '@playwright/test';
import { open, type Person } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

/** Texts in which lines used to break elsewhere while they were typed. */
const texts = {
  address: 'See https://example.org/a/board?name=plan&view=2&from=here#part-2_of~3 or write-to-us (soon).',
  thai: 'สวัสดีครับผมชื่อสมชายและผมชอบกินอาหารไทยมากทุกวัน ภาษาไทยเป็นภาษาที่มีการเขียนติดกันโดยไม่มีช่องว่าง',
  kerning: 'AVAVAV WAWAWA To Ty Va We Yo AVAVAV ToToTo LTLTLT PAPAPA AVAVAV',
  japanese: '吾輩は猫である。名前はまだ無い。「どこで生れたか」とんと見当がつかぬ。ラーメン、カレーを食べた。',
  chinese: '我们的白板可以一起画画，非常好用！你也来试试吧（免费）。',
  korean: '안녕하세요 여러분, 함께 그림을 그려요. 정말 재미있어요!',
  dashes: 'well-known — a–b, 1–2, x-5 and -5 … end.(see) [here] {there} 50% €5 a/b 3-4 für-österreich',
  words: 'a Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung stays',
} as const;

/** The lines of all texts as they are painted: an SVG has one `text` for each. */
const paintedLines = async ({ page }: Person) => {
  const svg = await page.evaluate(async () => (await window.gesso.exportBlob({ format: 'svg' })).text());
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, line = '']) => line.replaceAll('&amp;', '&'));
};

/** The lines of a text while it is typed. Those of a field cannot be asked for; those of a block that is set the same way can. */
const typedLines = (field: Locator) =>
  field.evaluate((element: HTMLTextAreaElement) => {
    const block = document.createElement('div');
    const style = getComputedStyle(element);
    for (const property of style) block.style.setProperty(property, style.getPropertyValue(property));
    block.style.height = 'auto';
    block.textContent = element.value;
    element.parentElement?.append(block);
    const letters = block.firstChild;
    const found: string[] = [];
    let last: number | undefined;
    for (let i = 0; letters !== null && i < element.value.length; i += 1) {
      const range = document.createRange();
      range.setStart(letters, i);
      range.setEnd(letters, i + 1);
      const rects = range.getClientRects();
      const top = rects[rects.length - 1]?.top;
      if (last === undefined || (top !== undefined && top > last + 8)) found.push('');
      last = top ?? last;
      found[found.length - 1] += element.value[i] ?? '';
    }
    block.remove();
    return found.map((line) => line.trimEnd());
  });

/** Whether this device has a font for the text: boxes in its place are of any width. */
const canShow = ({ page }: Person, text: string) =>
  page.evaluate((letters) => {
    const ruler = document.createElement('canvas').getContext('2d');
    if (ruler === null) return false;
    ruler.font = '100px sans-serif';
    const box = ruler.measureText('\u{10fffe}').width;
    return [...letters].every((letter) => /\s/.test(letter) || ruler.measureText(letter).width !== box);
  }, text);

test('the browser breaks a script without spaces at the words that are told apart for it', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const [broken, words] = await ada.page.evaluate(
    (text) => {
      const block = document.createElement('div');
      block.className = 'text-editor';
      Object.assign(block.style, { whiteSpace: 'pre-wrap', width: '0', font: '20px sans-serif' });
      block.textContent = text;
      document.body.append(block);
      const found: string[] = [];
      let last: number | undefined;
      for (let i = 0; i < text.length; i += 1) {
        const range = document.createRange();
        range.setStart(block.firstChild as Text, i);
        range.setEnd(block.firstChild as Text, i + 1);
        const { top } = range.getBoundingClientRect();
        if (last === undefined || top > last + 8) found.push('');
        last = top;
        found[found.length - 1] += text[i] ?? '';
      }
      block.remove();
      return [
        found,
        [...new Intl.Segmenter('th', { granularity: 'word' }).segment(text)].map(({ segment }) => segment),
      ];
    },
    texts.thai.replaceAll(' ', ''),
  );
  expect(broken).toEqual(words);
  await ada.leave();
});

for (const font of ['hand', 'sans', 'serif', 'mono'] as const) {
  test(`lines break where they did while they were typed: ${font}`, async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    for (const [name, text] of Object.entries(texts)) {
      if (!(await canShow(ada, text))) continue;
      for (const width of [{ width: 180 }, { width: 263 }, { most: 263 }]) {
        const id = await ada.page.evaluate(
          ([value, wide, family]) => {
            const [made = ''] = window.gesso.board.add({
              ...{ kind: 'text', x: 200, y: 120, size: 20 },
              ...{ text: value, ...wide, font: family },
            });
            window.gesso.select([made]);
            return made;
          },
          [text, width, font] as const,
        );
        await ada.page.locator('.surface').focus();
        await ada.page.keyboard.press('Enter');
        const field = ada.page.getByRole('textbox', { name: 'Text', exact: true });
        await expect(field).toBeFocused();
        await ada.page.evaluate(() => document.fonts.ready);
        const lines = await typedLines(field);
        expect(lines, `${name} at ${JSON.stringify(width)}`).toEqual(await paintedLines(ada));
        await ada.page.keyboard.press('Escape');
        await ada.page.evaluate((made) => window.gesso.board.remove([made]), id);
      }
    }
    await ada.leave();
  });
}

test('lines of notes, labels and cells break where they did while they were typed', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  const at = { x: 200, y: 120, width: 263, height: 320, size: 20 };
  const long = `${texts.address} ${texts.kerning} ${texts.dashes}`;
  const points = [
    [0, 0],
    [600, 0],
  ];
  const written: readonly object[] = [
    ...['sticky', 'rect', 'ellipse', 'diamond'].map((kind) => ({ ...at, kind, text: long })),
    { ...at, kind: 'rect', form: 'bubble', font: 'serif', text: long },
    { kind: 'arrow', x: 200, y: 300, points, text: long },
    { kind: 'table', x: 200, y: 120, width: 263, cells: [[long]] },
  ];
  for (const element of written) {
    await ada.page.evaluate((given) => {
      window.gesso.board.remove(window.gesso.board.elements().map(({ id }) => id));
      window.gesso.select(window.gesso.board.add([given]));
      window.gesso.tool('select');
    }, element);
    await ada.page.locator('.surface').focus();
    await ada.page.keyboard.press('Enter');
    const field = ada.page.locator('.text-editor');
    await expect(field).toBeFocused();
    await ada.page.evaluate(() => document.fonts.ready);
    const lines = await typedLines(field);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines, JSON.stringify(element)).toEqual(await paintedLines(ada));
    await ada.page.keyboard.press('Escape');
    await expect(field).toHaveCount(0);
  }
  await ada.leave();
});
