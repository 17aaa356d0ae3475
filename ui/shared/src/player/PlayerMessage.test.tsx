import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Camera } from '../api/types.ts';
import { setUpLanguage } from '../i18n/setup.ts';
import { PlayerMessage } from './PlayerMessage.tsx';

setUpLanguage({ en: {}, es: {} });
afterEach(cleanup);

function showOffline(summary: Camera['summary']) {
  const camera: Camera = {
    cameraId: 'lobby',
    tenantId: 'acme',
    name: 'Lobby',
    source: 'rtsp://***',
    enabled: true,
    onDemand: false,
    engine: 'auto',
    transport: 'tcp',
    labels: {},
    lifecycle: 'provisioned',
    generation: 1,
    summary,
    summarySince: '2026-01-01T00:00:00Z',
    reason: 'no_data',
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
  };
  render(
    <MantineProvider>
      <PlayerMessage
        state={{ kind: 'offline', attempt: 1, delayMillis: 500 }}
        camera={camera}
        onStart={() => undefined}
      />
    </MantineProvider>,
  );
  return screen.getByRole('status').textContent;
}

test('a camera made a moment ago is connecting, not without a picture', () => {
  expect(showOffline('pending')).toBe('Connecting…');
  expect(screen.queryByRole('button')).toBeNull();
});

test('a camera that has no picture says so, and why', () => {
  expect(showOffline('offline')).toContain('No picture from the camera');
});
