import {
  Failure,
  Loading,
  type Tenant,
  type Usage,
  UsageToday,
  usageQuery,
  useWords,
} from '@atalaya/shared';
import { Badge, Group, Progress, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { en } from '../i18n/en.ts';
import classes from './Tenant.module.css';

/** What the plan and the tenant's overrides allow, and how much of it is used. */
export function PlanTab({ tenant }: { tenant: Tenant }) {
  const { t } = useWords();
  const { data, error, refetch } = useQuery(usageQuery(tenant.tenantId));
  if (data === undefined) {
    return error === null ? (
      <Loading height={40} />
    ) : (
      <Failure error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <section className={classes.panel}>
      <Title order={2} fz={17} mb="md">
        {t('tenant.use', { plan: data.planName })}
      </Title>
      <Stack gap="lg">
        {Object.entries(data.entitlements).map(([name, entitlement]) => (
          <Entitlement
            key={name}
            name={name}
            entitlement={entitlement}
            overridden={Object.hasOwn(tenant.overrides, name)}
          />
        ))}
      </Stack>
      <Title order={2} fz={17} mt="xl">
        {t('usage.today')}
      </Title>
      <UsageToday today={data.today} />
    </section>
  );
}

type EntitlementUse = Usage['entitlements']['maxCameras'];

const isKnown = (name: string): name is keyof typeof en.tenant.entitlement =>
  Object.hasOwn(en.tenant.entitlement, name);

interface EntitlementProps {
  name: string;
  entitlement: EntitlementUse;
  /** Whether it was agreed with this tenant, instead of what its plan says. */
  overridden: boolean;
}

function Entitlement({ name, entitlement, overridden }: EntitlementProps) {
  const { t } = useWords();
  const { limit, inUse } = entitlement;
  const label = isKnown(name) ? t(`tenant.entitlement.${name}`) : name;
  const ceiling = name === 'maxSessionSeconds' ? t('tenant.seconds', { limit }) : limit;
  const counted = inUse !== undefined && inUse !== null;
  const share = counted ? (100 * inUse) / Math.max(1, limit) : 0;
  return (
    <div data-entitlement={name}>
      <div className={classes.use}>
        <Group gap="xs" component="span">
          {label}
          {overridden && (
            <Badge component="span" variant="light">
              {t('tenant.overridden')}
            </Badge>
          )}
        </Group>
        <span>
          {counted ? t('tenant.of', { inUse, limit }) : t('tenant.upTo', { limit: ceiling })}
        </span>
      </div>
      {counted && (
        <Progress
          value={Math.min(100, share)}
          color={share >= 100 ? 'red.7' : share >= 80 ? 'yellow.7' : 'tide.6'}
          aria-label={label}
          mt={6}
        />
      )}
    </div>
  );
}
