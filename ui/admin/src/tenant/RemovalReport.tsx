import { Facts, type TeardownReport, useWords } from '@atalaya/shared';
import { Button, Group, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { en } from '../i18n/en.ts';

interface RemovalReportProps {
  name: string;
  report: TeardownReport;
}

/** What the removal did, step by step. Closing it leads back to the list: the tenant is gone. */
export function RemovalReport({ name, report }: RemovalReportProps) {
  const { t } = useWords();
  const told = useTold();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await navigate({ to: '/tenants' });
    await client.invalidateQueries({ queryKey: ['tenants'] });
  };
  return (
    <Modal
      opened
      onClose={() => void leave()}
      title={t('tenant.report', { name })}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Facts
        facts={[
          ...report.steps.map(
            ({ name: step, state, count }) =>
              [told.step(step), `${told.state(state)}${count ? ` (${count})` : ''}`] as const,
          ),
          [t('tenant.reportState'), <strong key="state">{told.tenant(report.state)}</strong>],
        ]}
      />
      <Group justify="flex-end" mt="md">
        <Button onClick={() => void leave()} data-autofocus>
          {t('common.close')}
        </Button>
      </Group>
    </Modal>
  );
}

/** Words for a report's values; one that is new here is shown as it came. */
function useTold() {
  const { t } = useWords();
  const key = (value: string) => value.replaceAll('-', '_');
  const isStep = (value: string): value is keyof typeof en.teardownStep =>
    Object.hasOwn(en.teardownStep, value);
  const isState = (value: string): value is keyof typeof en.stepState =>
    Object.hasOwn(en.stepState, value);
  const isTenantState = (value: string): value is keyof typeof en.tenantState =>
    Object.hasOwn(en.tenantState, value);
  return {
    step: (value: string) =>
      isStep(key(value)) ? t(`teardownStep.${key(value)}` as never) : value,
    state: (value: string) => (isState(value) ? t(`stepState.${value}`) : value),
    tenant: (value: string) => (isTenantState(value) ? t(`tenantState.${value}`) : value),
  };
}
