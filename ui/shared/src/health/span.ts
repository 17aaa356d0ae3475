const HOUR = 3_600_000;

/** How far back the timeline shows, in milliseconds. */
export const SPANS = { hour: HOUR, day: 24 * HOUR, week: 168 * HOUR } as const;
export type Span = keyof typeof SPANS;
export const DEFAULT_SPAN: Span = 'day';

/** What the address of a camera says: how far back its history is shown. */
export function cameraPageSearch(search: Record<string, unknown>): { span?: Span } {
  const { span } = search;
  return typeof span === 'string' && Object.hasOwn(SPANS, span) ? { span: span as Span } : {};
}
