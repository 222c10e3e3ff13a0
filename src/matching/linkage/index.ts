export { contactProfile, type ContactRecord, type PreparedContact } from './contact-profile.ts';
export { customerProfile, type PartyRecord, type PreparedParty } from './customer-profile.ts';
export { type RecordPair, type Resolution, type Thresholds } from './decide.ts';
export { dedupeRecords, type DedupeOptions, type Duplicates } from './dedupe.ts';
export { type EngineOptions } from './engine.ts';
export { compareRecords, linkRecords, type Linkage, type LinkOptions } from './link.ts';
export { type FieldModel, type LinkageModel } from './model.ts';
export { type Agreement, type Field, type Guard, type Level, type Profile } from './profile.ts';
export { type FieldEvidence } from './score.ts';
