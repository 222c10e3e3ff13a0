export { createPrivacy } from './privacy.ts';
export { createLeakFinder, type Leak, type LeakFinder } from './leak.ts';
export { createNumbering, redactPlain, type Numbering, type PlainOptions } from './redact-plain.ts';
export { sha256Hex } from './seal.ts';
export { fillAmounts, formatMoney, slotsOf } from './slots.ts';
export { countTokens, looksLikeToken, tokenPattern, tokenText } from './tokens.ts';
export { mediaOf, refuseUnscannable } from './unscannable.ts';
export { createVault, type VaultOptions } from './vault.ts';
export { unclassifiedLeaves, walkClasses } from './walk.ts';
