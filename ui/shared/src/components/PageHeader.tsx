import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTitle } from './useTitle.ts';

interface PageHeaderProps {
  title: string;
  note?: ReactNode;
  children?: ReactNode;
}

/** A page's heading with its acts on the right; also names the tab. */
export function PageHeader({ title, note, children }: PageHeaderProps) {
  useTitle(title);
  return (
    <Group justify="space-between" align="center" mb="lg" mih={42} gap="sm">
      <div style={{ minWidth: 0 }}>
        <Title
          order={1}
          fz={{ base: 22, sm: 26 }}
          lts="-0.015em"
          style={{ overflowWrap: 'anywhere' }}
        >
          {title}
        </Title>
        {note !== undefined && (
          <Text c="dimmed" fz="sm" component="div">
            {note}
          </Text>
        )}
      </div>
      {children !== undefined && <Group gap="sm">{children}</Group>}
    </Group>
  );
}
