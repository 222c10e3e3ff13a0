/** One exchange of one AMQP 0.9.1 broker. Secrets arrive as values; where they come from is the configuration's business. */
export type AmqpConfig = {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'none';
  readonly vhost: string;
  readonly user: string;
  readonly password: string;
  /** Empty is the broker's default exchange, which hands a message to the queue of the routing key's name. */
  readonly exchange: string;
  /** Left out, the event's type, so that queues of a topic exchange can pick. */
  readonly routingKey?: string | undefined;
  /** A certificate authority of one's own, as PEM. */
  readonly ca?: string | undefined;
};
