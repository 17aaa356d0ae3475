import type { ApiError } from '@atalaya/shared';

/**
 * Which field a refusal is about. Violations name theirs; a code that can only concern one field
 * goes there. What is about no field stays out, and is shown above the form.
 */
export function fieldErrors(
  error: ApiError,
  translate: (error: ApiError) => string,
): Record<string, string> {
  switch (error.code) {
    case 'camera_already_exists':
    case 'precondition_failed':
      return { cameraId: translate(error) };
    case 'source_not_allowed':
      return { source: translate(error) };
    case 'webhook_url_not_allowed':
      return { url: translate(error) };
    default:
      return Object.fromEntries(
        error.violations.map(({ field, message }) => [field.split('.').at(-1) ?? field, message]),
      );
  }
}
