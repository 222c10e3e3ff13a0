export { createPrivacy } from './privacy.ts';
export { createLeakFinder, type Leak, type LeakFinder } from './leak.ts';
export { sha256Hex } from './seal.ts';
export { fillAmounts, formatMoney, slotsOf } from './slots.ts';
export { countTokens, looksLikeToken, tokenPattern, tokenText } from './tokens.ts';
export { createVault, type VaultOptions } from './vault.ts';
export { unclassifiedLeaves, walkClasses } from './walk.ts';
