import { describe, expect, test } from 'vitest';
import { fromHtml, toHtml } from './html-letters.ts';

describe('letters from HTML', () => {
  test.each([
    [
      'marks by their elements',
      'a <b>b <i>c</i></b> <s>d</s> <code>e</code>',
      'a b c d e',
      [
        { from: 2, to: 4, bold: true },
        { from: 4, to: 5, bold: true, italic: true },
        { from: 6, to: 7, strike: true },
        { from: 8, to: 9, code: true },
      ],
    ],
    [
      'marks by a style',
      '<span style="font-weight:700;font-style: italic">a</span><b style="font-weight:normal">b</b>',
      'ab',
      [{ from: 0, to: 1, bold: true, italic: true }],
    ],
    [
      'links, but none that would run',
      '<a href="https://a.b/?c&amp;d">a</a> <a href="javascript:alert(1)">b</a>',
      'a b',
      [{ from: 0, to: 1, link: 'https://a.b/?c&d' }],
    ],
    ['lines and lists', '<p>a</p><ul><li>b<li>c</ul><ol><li>d</li><li>e</li></ol>', 'a\n• b\n• c\n1. d\n2. e', []],
    [
      'boxes',
      '<ul><li><input type="checkbox" checked> a</li><li><input type=checkbox> b</li></ul>',
      '☐ a\n☐ b',
      [{ from: 0, to: 1, done: true }],
    ],
    ['headings, in bold', '<h2>a</h2>b', 'a\nb', [{ from: 0, to: 1, bold: true }]],
    ['no letters of scripts and styles', '<style>a{}</style><script>"<b>"</script>a<!-- b -->', 'a', []],
    ['spaces as they are shown', ' a \n  b <pre>c\n  d</pre>', 'a b \nc\n  d', []],
    ['entities', '&lt;b&gt; &#228;&nbsp;&#x1f600; &unheard;', '<b> ä 😀 &unheard;', []],
    // As a browser reads it: what follows `</` and is no name is a comment.
    ['what is no HTML', 'a < b > c < 1 </ <', 'a < b > c < 1', []],
  ])('are %s', (_, html, text, marks) => {
    expect(fromHtml(html)).toEqual({ text, marks, isCut: false });
  });

  test('are none where there are none', () => {
    expect(fromHtml('<img src="https://a.b/c.png"><br> ')).toBeUndefined();
  });

  test('take no time that grows faster than they do, however they are broken', () => {
    const started = process.threadCpuUsage();
    fromHtml(`${'<b>'.repeat(80_000)}x${'</i>'.repeat(80_000)}`);
    fromHtml(`<p style="${'text-decoration'.repeat(30_000)}">x</p>`);
    for (const part of ['<a "', '<b>', '<!--', '&#', '<a href=', '<li>']) fromHtml(part.repeat(100_000));
    expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(5_000);
  });
});

test('letters as HTML come back as they were', () => {
  const text = 'one <two> & three\nfour';
  const marks = [
    { from: 0, to: 3, bold: true },
    { from: 4, to: 9, italic: true, link: 'https://a.b/?c="d&e' },
    { from: 18, to: 22, code: true, strike: true },
  ] as const;
  expect(fromHtml(toHtml(text, marks, 0, text.length))).toEqual({ text, marks: [...marks], isCut: false });
  expect(toHtml(text, marks, 1, 2)).toBe('<span style="white-space: pre-wrap"><b>n</b></span>');
});
