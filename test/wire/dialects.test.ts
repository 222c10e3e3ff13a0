import { describe, expect, it } from 'vitest';
import { cassette } from '../support/wire-replay.ts';
import { conversed, narrated, said } from './rig.ts';

const account = { name: 'erp.set-account', customer: '4500005678', iban: '<IBAN_2>' };

describe.each(['azure-openai', 'claude-openai', 'vllm'])('the OpenAI of %s', (dialect) => {
  const [whole, streamed, called] = cassette(dialect);
  if (!whole || !streamed || !called) throw new Error('the cassette is short');

  it('narrates', async () => {
    expect(await narrated('openai', [whole])).toMatchObject({ engine: 'openai', text: said, tokens: 120, records: ['sent 200'] });
  });

  it('speaks in pieces, remarks of its own among them', async () => {
    const heard = await conversed('openai', [streamed]);
    expect(heard).toMatchObject({
      engine: 'openai',
      text: said,
      shown: said,
      isCutOff: false,
      calls: [],
      tokens: 120,
      records: ['sent 200'],
    });
  });

  it('asks for a tool', async () => {
    const text = dialect === 'claude-openai' ? 'I will change it.' : '';
    expect(await conversed('openai', [called])).toMatchObject({ engine: 'openai', text, calls: [account], tokens: 120 });
  });
});
