import { isIP } from 'node:net';
import { connect, type ChannelModel, type ConfirmChannel, type Options } from 'amqplib';
import type { AmqpConfig } from './config.ts';
import type { ConfirmLine, OpenLine, Properties } from './publisher.ts';

const openWithinMs = 10_000;
/** Seconds; a broker that says nothing for two of these is gone. */
const heartbeat = 10;

/** A line by the client library. Topology is the operator's: nothing is declared, and an exchange that is not there is an error. */
export const openLine: OpenLine = async (config, { returned, ended }) => {
  const connection = await connect(addressOf(config), socketOf(config));
  // Without a listener an error would end the process; what it means comes with the close that follows.
  connection.on('error', () => undefined);
  connection.on('close', ended);
  try {
    return await confirming(connection, config, { returned, ended });
  } catch (thrown) {
    await connection.close().catch(() => undefined);
    throw thrown;
  }
};

async function confirming(
  connection: ChannelModel,
  config: AmqpConfig,
  { returned, ended }: Parameters<OpenLine>[1],
): Promise<ConfirmLine> {
  const channel = await connection.createConfirmChannel();
  let broken: Error | undefined;
  channel.on('error', (error: Error) => {
    broken = error;
  });
  channel.on('close', () => {
    ended();
    // A connection whose only channel is gone says nothing any more.
    connection.close().catch(() => undefined);
  });
  channel.on('return', ({ properties }) => {
    const id: unknown = properties.messageId;
    if (typeof id === 'string') returned(id);
  });
  // The default exchange is always there, and may not be asked about.
  if (config.exchange !== '') await channel.checkExchange(config.exchange);
  return {
    publish: (exchange, routingKey, body, properties) => confirmed(channel, { exchange, routingKey, body, properties }, () => broken),
    close: () => connection.close(),
  };
}

type Message = { readonly exchange: string; readonly routingKey: string; readonly body: Buffer; readonly properties: Properties };

function confirmed(channel: ConfirmChannel, message: Message, broken: () => Error | undefined): Promise<'ack' | 'nack'> {
  return new Promise((resolve, reject) => {
    channel.publish(message.exchange, message.routingKey, message.body, { ...message.properties }, (error: unknown) => {
      if (error === null || error === undefined) return resolve('ack');
      const reason = error instanceof Error ? error : new Error('the channel is gone');
      // The client tells a nack and a channel that closed under the message by their words alone.
      return /nack/i.test(reason.message) ? resolve('nack') : reject(broken() ?? reason);
    });
  });
}

const addressOf = ({ host, port, security, vhost, user, password }: AmqpConfig): Options.Connect => ({
  protocol: security === 'tls' ? 'amqps' : 'amqp',
  hostname: host,
  port,
  username: user,
  password,
  vhost,
  heartbeat,
});

/** Said explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment cannot switch verification off. */
function socketOf({ host, security, ca }: AmqpConfig) {
  if (security === 'none') return { timeout: openWithinMs, noDelay: true };
  return {
    timeout: openWithinMs,
    noDelay: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2' as const,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca: [ca] }),
  };
}
