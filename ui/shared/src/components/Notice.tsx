import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface NoticeProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  /** Errors are announced by screen readers. */
  urgent?: boolean;
}

/** A calm full-width message in place of content: empty, failed, not allowed. */
export const Notice = ({ icon, title, children, urgent = false }: NoticeProps) => (
  <Stack
    className="panel"
    align="center"
    gap={6}
    px="md"
    py={48}
    ta="center"
    role={urgent ? 'alert' : 'status'}
  >
    <Text c="dimmed" component="div" lh={0} mb={6} aria-hidden="true">
      {icon}
    </Text>
    <Title order={2} fz={18}>
      {title}
    </Title>
    {children}
  </Stack>
);
