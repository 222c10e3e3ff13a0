import { describe, expect, it } from 'vitest';
import type { BillOfMaterial } from '../../src/contracts/business-erp.ts';
import { making, makingWords } from '../../graphs/inventory-insight/components.ts';

const short = (more: object = {}) => ({ material: 'PUMP', requested: '10', confirmed: '4', confirmedOn: undefined, ...more });
const part = (material: string, quantity: string, more: object = {}) => ({ material, quantity, unit: 'PC', ...more });
const bill = (components: BillOfMaterial['components'], more: Partial<BillOfMaterial> = {}): BillOfMaterial => ({
  material: 'PUMP',
  plant: '1010',
  quantity: '1',
  components,
  ...more,
});
const stock = (material: string, onHand: string, plant = '1010') => ({ material, plant, onHand, unit: 'PC' });
const words = (...given: Parameters<typeof making>) => makingWords(making(...given).get('PUMP'));

describe('what a short line is made of', () => {
  it('is asked for in what is not confirmed, and all of it may lie there', () => {
    const bills = [bill([part('SEAL', '2'), part('SHAFT', '1')])];
    expect(making([short()], bills, [stock('SEAL', '12'), stock('SHAFT', '6')]).get('PUMP')).toEqual({ components: 2, missing: [] });
    expect(words([short()], bills, [stock('SEAL', '12'), stock('SHAFT', '6')])).toBe(
      '; all 2 of its components lie in stock to make it of',
    );
  });

  it('names the components that are missing, with what lies of them in all plants', () => {
    const bills = [bill([part('SEAL', '2'), part('SHAFT', '1')])];
    expect(words([short()], bills, [stock('SEAL', '5'), stock('SEAL', '4', '1020'), stock('SHAFT', '6')])).toBe(
      '; to make it, components are missing: SEAL (9 of 12 PC)',
    );
    expect(words([short()], bills, [])).toContain('SEAL (0 of 12 PC), SHAFT (0 of 6 PC)');
  });

  it('counts for the quantity the bill is for, with what is lost as scrap', () => {
    const bills = [bill([part('OIL', '2.5', { unit: 'L', scrapPercent: '10' })], { quantity: '100' })];
    expect(words([short()], bills, [stock('OIL', '0.1')])).toBe('; to make it, components are missing: OIL (0.1 of 0.165 L)');
  });

  it('is the whole line where it is confirmed in full and late', () => {
    expect(words([short({ confirmed: '10' })], [bill([part('SEAL', '2')])], [stock('SEAL', '19')])).toContain('SEAL (19 of 20 PC)');
  });

  it('is shared: what one line takes is not there for the next', () => {
    const bills = [bill([part('SEAL', '1')]), bill([part('SEAL', '1')], { material: 'VALVE' })];
    const found = making([short(), short({ material: 'VALVE' })], bills, [stock('SEAL', '8')]);
    expect(found.get('PUMP')?.missing).toEqual([]);
    expect(found.get('VALVE')?.missing).toEqual([{ material: 'SEAL', needed: '6', inStock: '2', unit: 'PC' }]);
  });

  it('of a material without a bill nothing is said, and of many missing parts the first five', () => {
    expect(words([short()], [], [])).toBe('');
    expect(words([short()], [bill([])], [])).toBe('');
    const many = Array.from({ length: 8 }, (_, at) => part(`P${at}`, '1'));
    expect(words([short()], [bill(many)], [])).toMatch(/P4 \(0 of 6 PC\) and 3 more$/);
  });
});
