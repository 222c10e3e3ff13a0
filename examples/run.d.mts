export function runExamples(options?: { write?: (text: string) => void }): Promise<{ passed: string[]; failed: string[] }>;
