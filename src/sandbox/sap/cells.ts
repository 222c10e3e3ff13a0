import { fromScaled, toScaled } from '../../contracts/money.ts';

export const dayCell = (day: string): string => `${day}T00:00:00`;
export const amountCell = (amount: string): string => fromScaled(toScaled(amount, 3), 3);
