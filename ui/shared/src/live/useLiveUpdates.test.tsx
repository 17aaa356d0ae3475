import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** Each call of the stream, and whether the page has let go of it. */
let calls: Request[] = [];
let seen: DocumentVisibilityState = 'visible';

function answer(request: Request): Promise<Response> {
  calls.push(request);
  const body = new ReadableStream({
    start(out) {
      out.enqueue(new TextEncoder().encode('retry: 2000\nid: 1-0\n\n'));
      request.signal.addEventListener('abort', () => out.error(new Error('aborted')));
    },
  });
  return Promise.resolve(new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
}

beforeEach(() => {
  calls = [];
  seen = 'visible';
  vi.stubGlobal('fetch', answer);
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => seen);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const look = (how: DocumentVisibilityState) => {
  seen = how;
  document.dispatchEvent(new Event('visibilitychange'));
};

async function mounted() {
  // The client keeps the fetch of the moment in which it was made.
  const { useLiveUpdates } = await import('./useLiveUpdates.ts');
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(() => useLiveUpdates(), { wrapper });
}

test('a page that is seen follows; a hidden one does not, and goes on where it was', async () => {
  const { result, unmount } = await mounted();
  await waitFor(() => expect(result.current).toBe('live'));
  expect(calls[0]?.headers.get('Accept')).toBe('text/event-stream');
  expect(calls[0]?.headers.get('Last-Event-ID')).toBeNull();

  look('hidden');
  await waitFor(() => expect(result.current).toBe('off'));
  expect(calls[0]?.signal.aborted).toBe(true);
  expect(calls).toHaveLength(1);

  look('visible');
  await waitFor(() => expect(result.current).toBe('live'));
  expect(calls[1]?.headers.get('Last-Event-ID')).toBe('1-0');

  unmount();
  expect(calls[1]?.signal.aborted).toBe(true);
});
