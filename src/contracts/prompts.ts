import { z } from 'zod';
import type { Principal } from './principal.ts';
import type { PromptAlert, PromptFigures } from './prompt-metrics.ts';

export const promptLabels = ['production', 'uat', 'canary'] as const;
export type PromptLabel = (typeof promptLabels)[number];

const Version = z.string().regex(/^\d+\.\d+\.\d+$/, 'a semantic version');

/** Which versions of a prompt its labels point to. Where a label is missing the version in the folder is used. */
export const PromptLabels = z.object({
  production: Version.optional(),
  uat: Version.optional(),
  /** A share of threads, in percent, that gets another version. */
  canary: z.object({ version: Version, percent: z.number().min(0).max(100) }).optional(),
});
export type PromptLabels = z.infer<typeof PromptLabels>;

/** A prompt as the installation uses it. */
export type PromptView = {
  readonly id: string;
  readonly role: string;
  readonly locales: readonly string[];
  /** What threads get that no canary takes. */
  readonly speaks: string;
  /** The version of the file in the folder; released or still being worked on. */
  readonly inFolder: string;
  readonly labels: PromptLabels;
  readonly versions: readonly { readonly version: string; readonly hash: string; readonly isReleased: boolean }[];
};

/** With how each version did in production, and what the one that speaks does worse than the one before. */
export type PromptReport = PromptView & { readonly figures: readonly PromptFigures[]; readonly alerts: readonly PromptAlert[] };

export interface PromptService {
  list(by: Principal): Promise<readonly PromptView[]>;
  get(id: string, by: Principal): Promise<PromptReport>;
  /** The file's text as it was released, with its partials, or as it stands in the folder. */
  text(id: string, version: string | undefined, by: Principal): Promise<{ readonly version: string; readonly source: string }>;
  /** Points a label to a version; `percent` belongs to the canary, whose label is taken away with 0. */
  label(
    id: string,
    to: { readonly label: PromptLabel; readonly version: string; readonly percent?: number; readonly reason: string },
    by: Principal,
  ): Promise<PromptView>;
  /** Points a label back to the version before. */
  rollback(id: string, of: { readonly label: Exclude<PromptLabel, 'canary'>; readonly reason: string }, by: Principal): Promise<PromptView>;
}
