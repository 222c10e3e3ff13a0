export { hasBicShape, hasIbanShape, ibanLengths, isIban, longestIban } from './bank.ts';
export { cardNetwork, isCard, type CardNetwork } from './card.ts';
export { luhn } from './checksums.ts';
export { compact, isWrittenAs } from './compact.ts';
export { isItin, isSsn } from './north-america.ts';
export { nationalIds, type NationalId } from './national-ids.ts';
export { hasVatShape, isVatId } from './vat.ts';
