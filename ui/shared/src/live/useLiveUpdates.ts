import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, bodyOf } from '../api/client.ts';
import { heard, LIVE_KEYS } from './cache.ts';
import { type Connect, EventStream, type StreamState } from './eventStream.ts';
import { Refresher } from './refresher.ts';

/** While there is no stream, what is shown is loaded this often. */
const WITHOUT_STREAM_MILLIS = 5_000;

/**
 * Follows the platform's events while this is mounted and the tab is seen, and keeps the cache of
 * queries in line with them. People of the platform hear of every tenant.
 */
export function useLiveUpdates(): StreamState {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>('connecting');

  useEffect(() => {
    const refresher = new Refresher((queryKey) => void client.invalidateQueries({ queryKey }));
    const stream = new EventStream({
      connect,
      onEvent: (event) => heard(client, event, (key) => refresher.ask(key)),
      onGap: () => refreshAll(client),
      onState: setState,
    });
    const follow = () => {
      if (document.visibilityState === 'visible') stream.start();
      else stream.stop();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      stream.stop();
      refresher.stop();
    };
  }, [client]);

  useEffect(() => {
    if (state !== 'connecting') return undefined;
    const timer = setInterval(() => refreshAll(client), WITHOUT_STREAM_MILLIS);
    return () => clearInterval(timer);
  }, [client, state]);

  return state;
}

const connect: Connect = (after, signal) =>
  bodyOf(
    api.GET('/api/v1/events', {
      params: { header: after === undefined ? {} : { 'Last-Event-ID': after } },
      headers: { Accept: 'text/event-stream' },
      cache: 'no-store',
      parseAs: 'stream',
      signal,
    }),
  ) as ReturnType<Connect>;

function refreshAll(client: QueryClient): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [first] }) => LIVE_KEYS.includes(String(first)),
  });
}
