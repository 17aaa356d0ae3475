import { expect, test } from 'vitest';
import type { AuditEvent } from '../api/types.ts';
import { auditFacts } from './auditFacts.ts';

const EVENT: AuditEvent = {
  id: '019',
  at: '2026-11-22T12:00:00Z',
  action: 'camera.edited',
  outcome: 'done',
  subject: 'camera/lobby',
  actor: { kind: 'user', id: '018', name: 'ana' },
  userId: null,
  clientAddress: '203.0.113.9',
  details: {
    changes: {
      name: { from: 'Lobby', to: 'Hall' },
      onDemand: { to: true },
      labels: { from: { floor: '1' } },
      sourceCredentials: { secret: true },
    },
    count: 3,
  },
};

test('an edit shows what was and what is, and of a secret that it changed', () => {
  expect(auditFacts(EVENT, 'hidden')).toEqual([
    ['name', 'Lobby → Hall'],
    ['onDemand', '– → true'],
    ['labels', '{"floor":"1"} → –'],
    ['sourceCredentials', 'hidden'],
    ['actorId', '018'],
    ['count', '3'],
    ['clientAddress', '203.0.113.9'],
  ]);
});

test('what is not known is left out', () => {
  const bare: AuditEvent = { ...EVENT, actor: { kind: 'system' }, details: {} };
  expect(auditFacts(bare, 'hidden')).toEqual([['clientAddress', '203.0.113.9']]);
});
