import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

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
