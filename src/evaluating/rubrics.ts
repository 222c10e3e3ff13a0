/** What a model may be asked about a text, beside the scorers: each is a prompt of this id. */
export const rubrics: readonly string[] = ['judge.tone', 'judge.helpfulness', 'judge.completeness'];

/** A judge is reported and never counts: its opinion is another model's. */
export const isJudge = (name: string): boolean => rubrics.includes(name);
