import { ApiError } from '@atalaya/shared/api/error.ts';
import { expect, test } from 'vitest';
import { fieldErrors } from './fieldErrors.ts';

const told = (status: number, code: string, details = {}) =>
  fieldErrors(new ApiError(status, code, 'm', details), (error) => `told ${error.code}`);

test('a refusal is shown at the field it is about', () => {
  expect(told(400, 'source_not_allowed')).toEqual({ source: 'told source_not_allowed' });
  expect(told(400, 'webhook_url_not_allowed')).toEqual({ url: 'told webhook_url_not_allowed' });
  expect(told(409, 'camera_already_exists')).toEqual({ cameraId: 'told camera_already_exists' });
  const violations = [{ field: 'body.name', message: 'too long' }];
  expect(told(400, 'validation_failed', { violations })).toEqual({ name: 'too long' });
});

test('what is about no field is left to the form', () => {
  expect(told(403, 'entitlement_denied')).toEqual({});
});
