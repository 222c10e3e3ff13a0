import type { BrokerMessage, BrokerPublisher, Published } from '../../contracts/broker.ts';
import type { AmqpConfig } from './config.ts';

/** The properties of AMQP 0.9.1 we set; the event itself is the body, in structured mode. */
export type Properties = {
  /** The broker gives the message back where nothing is bound that would get it. */
  readonly mandatory: true;
  readonly persistent: true;
  readonly messageId: string;
  readonly type: string;
  readonly contentType: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly appId: 'countersign';
};
/** A connection with one channel on it that confirms. */
export type ConfirmLine = {
  /** The broker's answer to this message; an error where none will come any more. */
  publish(exchange: string, routingKey: string, body: Buffer, properties: Properties): Promise<'ack' | 'nack'>;
  close(): Promise<void>;
};
/** Opens a line and checks that the exchange is there; tells which messages come back, and when the line ends. */
export type OpenLine = (
  config: AmqpConfig,
  heard: { readonly returned: (messageId: string) => void; readonly ended: () => void },
) => Promise<ConfirmLine>;

type Line = { readonly line: ConfirmLine; readonly returned: Set<string> };

/**
 * One line to a broker, opened when there is something to say and again after it broke. A message counts as taken once the broker
 * confirmed it. One it gave back is confirmed too, after it was given back, and was not taken.
 */
export function createPublisher(config: AmqpConfig, openLine: OpenLine): BrokerPublisher {
  let current: Promise<Line> | undefined;
  let isClosed = false;

  function start(): Promise<Line> {
    const returned = new Set<string>();
    // Only the line that ended is dropped; another may have been opened since.
    const drop = (): void => {
      if (current === opening) current = undefined;
    };
    const opening = openLine(config, { returned: (id) => void returned.add(id), ended: drop }).then((line) => ({ line, returned }));
    // Whoever publishes hears of it; the next one tries anew.
    opening.catch(drop);
    return opening;
  }

  async function publishOnce(message: BrokerMessage): Promise<Published> {
    current ??= start();
    let open: Line;
    try {
      open = await current;
    } catch (thrown) {
      return { kind: 'refused', reason: reasonOf(thrown) };
    }
    try {
      const routingKey = config.routingKey ?? message.type;
      const answer = await open.line.publish(config.exchange, routingKey, Buffer.from(message.body), propertiesOf(message));
      if (open.returned.delete(message.id)) return { kind: 'unroutable' };
      return answer === 'ack' ? { kind: 'taken' } : { kind: 'refused', reason: 'it answered with a nack' };
    } catch (thrown) {
      open.returned.delete(message.id);
      return { kind: 'lost', reason: reasonOf(thrown) };
    }
  }

  return {
    publish: async (message, signal) =>
      isClosed ? { kind: 'lost', reason: 'the server stops' } : Promise.race([publishOnce(message), aborted(signal)]),
    async close() {
      isClosed = true;
      const open = await current?.catch(() => undefined);
      current = undefined;
      // Nobody waits for anything any more: what was not confirmed is sent again by the next process.
      await open?.line.close().catch(() => undefined);
    },
  };
}

const propertiesOf = ({ id, type, contentType, at }: BrokerMessage): Properties => ({
  mandatory: true,
  persistent: true,
  messageId: id,
  type,
  contentType,
  timestamp: Math.floor(Date.parse(at) / 1000),
  appId: 'countersign',
});

function aborted(signal: AbortSignal): Promise<Published> {
  const late: Published = { kind: 'lost', reason: 'the time is up' };
  if (signal.aborted) return Promise.resolve(late);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(late), { once: true }));
}

/** A broker's words name users, hosts and exchanges, never a password. */
const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message.slice(0, 300) : 'it failed');
