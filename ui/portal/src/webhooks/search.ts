import type { Delivery } from '@atalaya/shared';

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;

/** What the address of a webhook says: the state of the deliveries to list. */
export function webhookSearch(search: Record<string, unknown>): { state?: Delivery['state'] } {
  const state = DELIVERY_STATES.find((known) => known === search.state);
  return state === undefined ? {} : { state };
}
