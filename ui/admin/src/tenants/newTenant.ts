import type { ApiError, NewTenant } from '@atalaya/shared';

export interface Values {
  tenantId: string;
  name: string;
  plan: string;
  username: string;
  password: string;
}

export function tenantOf({ tenantId, name, plan, username, password }: Values): NewTenant {
  const tenant = { tenantId: tenantId.trim(), name: name.trim(), plan };
  return username.trim() === ''
    ? tenant
    : { ...tenant, admin: { username: username.trim(), password } };
}

/** Which field a refusal is about; what is about none is shown above the form. */
export function tenantErrors(
  error: ApiError,
  translate: (error: ApiError) => string,
): Record<string, string> {
  if (error.code === 'tenant_already_exists') return { tenantId: translate(error) };
  return Object.fromEntries(
    error.violations.map(({ field, message }) => [field.split('.').at(-1) ?? field, message]),
  );
}
