import type { BrokerPublisher } from '../../contracts/broker.ts';
import { openLine } from './client.ts';
import type { AmqpConfig } from './config.ts';
import { createPublisher } from './publisher.ts';

/** Events to an exchange of an AMQP 0.9.1 broker such as RabbitMQ. Nothing is opened until there is something to say. */
export const createAmqp = (config: AmqpConfig): BrokerPublisher => createPublisher(config, openLine);
