import { BaseTracer } from '@langchain/core/tracers/base';
import { RunnableLambda } from '@langchain/core/runnables';
import { AsyncLocalStorageProviderSingleton } from '@langchain/core/singletons';
import { Annotation, Command, END, getConfig, interrupt, MemorySaver, START, StateGraph } from '@langchain/langgraph';
import { beforeAll, describe, expect, it } from 'vitest';
import { installLightContext } from '../../../src/flow/without-run-tree.ts';

/** What a node finds in the store of the running context: a RunTree has an id, the light one has none. */
const held = (): { id?: string; tracingEnabled?: boolean } | undefined =>
  AsyncLocalStorageProviderSingleton.getInstance().getStore() as { id?: string; tracingEnabled?: boolean } | undefined;

const State = Annotation.Root({ asked: Annotation<string>(), answer: Annotation<string>(), seen: Annotation<string>() });

/** A subgraph that waits for a person and afterwards looks at the config it runs under. */
function graph() {
  const inner = new StateGraph(State)
    .addNode('ask', async () => ({ answer: interrupt<{ question: string }, string>({ question: 'may I?' }) }))
    .addNode('look', async () => ({ seen: String(getConfig()?.configurable?.['marker']) }))
    .addEdge(START, 'ask')
    .addEdge('ask', 'look')
    .addEdge('look', END)
    .compile();
  return new StateGraph(State)
    .addNode('before', async () => ({ asked: await RunnableLambda.from(() => String(getConfig()?.configurable?.['marker'])).invoke('') }))
    .addNode('inner', inner)
    .addEdge(START, 'before')
    .addEdge('before', 'inner')
    .addEdge('inner', END)
    .compile({ checkpointer: new MemorySaver() });
}

class RecordingTracer extends BaseTracer {
  override name = 'langchain_tracer';
  readonly asked: string[] = [];
  readonly ended: string[] = [];
  protected override async persistRun(): Promise<void> {}
  override async onRunUpdate(run: { name: string }): Promise<void> {
    this.ended.push(run.name);
  }
  getRunTreeWithTracingConfig(id: string): { id: string; extra: object } {
    this.asked.push(id);
    return { id, extra: {} };
  }
}

describe('the light context', () => {
  beforeAll(() => expect(installLightContext()).toBe(true));

  it('is in place after the first call and stays so', () => {
    const methods = Object.entries(AsyncLocalStorageProviderSingleton);
    expect(methods.map(([name]) => name)).toContain('runWithConfig');
    expect(installLightContext()).toBe(true);
    expect(Object.entries(AsyncLocalStorageProviderSingleton)).toEqual(methods);
  });

  it('builds no RunTree and hands out the very config it was given', () => {
    const config = { configurable: { marker: 'a' } };
    AsyncLocalStorageProviderSingleton.runWithConfig(config, () => {
      expect(held()).toMatchObject({ tracingEnabled: false });
      expect(held()?.id).toBeUndefined();
      expect(AsyncLocalStorageProviderSingleton.getRunnableConfig()).toBe(config);
    });
    expect(held()).toBeUndefined();
  });

  it('parks at an interrupt inside a subgraph and resumes with the answer', async () => {
    const config = { configurable: { thread_id: 't', marker: 'm-1' } };
    const compiled = graph();
    const parked = await compiled.invoke({}, config);
    expect(parked).toMatchObject({ __interrupt__: [{ value: { question: 'may I?' } }] });
    expect(await compiled.invoke(new Command({ resume: 'yes' }), config)).toMatchObject({ asked: 'm-1', answer: 'yes', seen: 'm-1' });
  });

  it('keeps the configs of runs that go on at once apart, in nodes, in what they call and in subgraphs', async () => {
    const compiled = graph();
    const ends = await Promise.all(
      Array.from({ length: 32 }, async (_, n) => {
        const config = { configurable: { thread_id: `t-${n}`, marker: `m-${n}` } };
        await compiled.invoke({}, config);
        return compiled.invoke(new Command({ resume: `yes ${n}` }), config);
      }),
    );
    expect(ends.map(({ asked, answer, seen }) => ({ asked, answer, seen }))).toEqual(
      Array.from({ length: 32 }, (_, n) => ({ asked: `m-${n}`, answer: `yes ${n}`, seen: `m-${n}` })),
    );
  });

  it('leaves the original path to a tracer: it is asked for its own tree, which becomes the context', async () => {
    const tracer = new RecordingTracer();
    const inside: (string | undefined)[] = [];
    const compiled = new StateGraph(State)
      .addNode('look', async () => {
        inside.push(held()?.id);
        return { seen: 'traced' };
      })
      .addEdge(START, 'look')
      .addEdge('look', END)
      .compile();
    await compiled.invoke({}, { callbacks: [tracer] });
    expect(tracer.ended).toContain('look');
    expect(tracer.asked.length).toBeGreaterThan(0);
    expect(tracer.asked).toContain(inside[0]);
  });
});
