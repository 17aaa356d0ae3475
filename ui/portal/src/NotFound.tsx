import { Notice, useWords } from '@atalaya/shared';
import { Text } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

export function NotFound() {
  const { t } = useWords();
  return (
    <main style={{ padding: 24, maxWidth: 720, margin: '0 auto' }}>
      <Notice icon={<IconMapQuestion size={36} />} title={t('states.notFound')}>
        <Text c="dimmed">{t('states.notFoundHint')}</Text>
        <Link to="/" className="link">
          {t('portal.nav.cameras')}
        </Link>
      </Notice>
    </main>
  );
}
