import {
  ConfirmByName,
  deprovisionTenant,
  resumeTenant,
  suspendTenant,
  type TeardownReport,
  type Tenant,
  useAct,
  useWords,
} from '@atalaya/shared';
import { Button, Divider, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { RemovalReport } from './RemovalReport.tsx';
import classes from './Tenant.module.css';

/** Suspend, resume, remove. */
export function DangerZone({ tenant }: { tenant: Tenant }) {
  const { t } = useWords();
  const client = useQueryClient();
  const { tenantId, name, state } = tenant;
  const [asking, setAsking] = useState<'suspend' | 'remove' | null>(null);
  const [report, setReport] = useState<TeardownReport | null>(null);
  const resume = useAct(() => resumeTenant(tenantId), t('tenant.resumed', { name }));
  const close = () => setAsking(null);
  const suspend = async () => {
    await suspendTenant(tenantId);
    await client.invalidateQueries();
  };
  const remove = async () => setReport(await deprovisionTenant(tenantId));
  return (
    <section className={classes.panel}>
      <Stack gap="lg">
        {state === 'suspended' ? (
          <div className={classes.act}>
            <p>{t('tenant.resumeWhat')}</p>
            <Button
              variant="default"
              loading={resume.isPending}
              onClick={() => resume.mutate(undefined)}
            >
              {t('tenant.resume')}
            </Button>
          </div>
        ) : (
          <div className={classes.act}>
            <p>{t('tenant.suspendWhat')}</p>
            <Button
              variant="default"
              disabled={state !== 'active'}
              onClick={() => setAsking('suspend')}
            >
              {t('tenant.suspend')}
            </Button>
          </div>
        )}
        <Divider />
        <div className={classes.act}>
          <p>{t('tenant.removeWhat')}</p>
          <Button color="red.8" onClick={() => setAsking('remove')}>
            {t('tenant.remove')}
          </Button>
        </div>
      </Stack>
      {asking === 'suspend' && (
        <ConfirmByName
          title={t('tenant.suspendTitle', { name })}
          name={tenantId}
          action={t('tenant.suspend')}
          onConfirm={suspend}
          onClose={close}
        >
          {t('tenant.suspendWhat')}
        </ConfirmByName>
      )}
      {asking === 'remove' && (
        <ConfirmByName
          title={t('tenant.removeTitle', { name })}
          name={tenantId}
          action={t('tenant.remove')}
          onConfirm={remove}
          onClose={close}
        >
          {t('tenant.removeWhat')}
        </ConfirmByName>
      )}
      {report !== null && <RemovalReport name={name} report={report} />}
    </section>
  );
}
