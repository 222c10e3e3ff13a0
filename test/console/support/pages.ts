import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';

export const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const hasChromium = existsSync(chromiumPath);
/** Goes into the name of what is skipped, so that a report says why. */
export const why = hasChromium ? '' : ` (skipped: there is no Chromium at ${chromiumPath})`;

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });

export type Look = { readonly width: number; readonly scheme: 'light' | 'dark'; readonly locale?: string; readonly height?: number };
export const looks: readonly Look[] = [1280, 390].flatMap((width) => [
  { width, scheme: 'light' as const },
  { width, scheme: 'dark' as const },
]);

/** A page of its own browser profile. Everything the console of the browser complains about is kept, also what its policy refused. */
export type Opened = { readonly page: Page; readonly complaints: string[] };

export async function openPage(browser: Browser, url: string, { width, scheme, locale = 'en-US', height = 860 }: Look): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url }).catch(() => undefined);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`uncaught ${error.message}`));
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (event) => console.error('policy ' + event.violatedDirective + ' ' + event.blockedURI));`,
  );
  await page.goto(url);
  return { page, complaints };
}

export async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel(/API key|API-Schlüssel/).fill(key);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** No violation of WCAG 2.2 AA that axe knows, and nothing wider than the screen. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  await page.evaluate(axeSource);
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
