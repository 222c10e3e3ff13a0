import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** No violation of WCAG 2.2 AA that axe knows, and nothing wider than the screen. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ id: string; nodes: { html: string; failureSummary: string }[] }[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations)`,
  );
  expect(
    found.map(
      ({ id, nodes }) =>
        `${name}: ${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`).join(' | ')}`,
    ),
  ).toEqual([]);
  const [scrollWidth, innerWidth] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]');
  expect(scrollWidth, `${name} is wider than the screen`).toBeLessThanOrEqual(innerWidth);
}

/** Targets of at least 24 × 24 px, but for words in a sentence (WCAG 2.5.8). */
export async function expectTargets(page: Page, name: string): Promise<void> {
  const small = await page.evaluate<string[]>(`[...document.querySelectorAll('button, a[href], input, select, textarea, summary')]
    .filter((element) => element.checkVisibility() && !element.closest('.skip, .only-read') && !element.classList.contains('skip'))
    .map((element) => ({ element, box: (element.closest('label.check') ?? element).getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
    .map(({ element, box }) => element.outerHTML.slice(0, 120) + ' ' + box.width + 'x' + box.height)`);
  expect(small.map((each) => `${name}: ${each}`)).toEqual([]);
}
