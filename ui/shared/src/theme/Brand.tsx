import { Group, Text } from '@mantine/core';

/** The watchtower with its lamp. The same drawing is `public/favicon.svg`. */
export const Mark = ({ size = 32 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="#0f3d47" />
    <path d="M17.5 9 30 4.5v11L17.5 12z" fill="#f2b441" opacity=".45" />
    <path d="M14.5 9 2 4.5v11L14.5 12z" fill="#f2b441" opacity=".2" />
    <path d="m16 3.5 5 3.5H11z" fill="#fff" />
    <rect x="12.4" y="7.8" width="7.2" height="4.6" rx=".8" fill="#f2b441" />
    <path d="M10.5 13.4h11v2.2h-1.4l1.7 12.9H10.2l1.7-12.9h-1.4z" fill="#fff" />
    <path d="M14.6 28.5v-3.3a1.4 1.4 0 0 1 2.8 0v3.3z" fill="#0f3d47" />
  </svg>
);

export const Brand = ({ note }: { note?: string | undefined }) => (
  <Group gap={10} wrap="nowrap">
    <Mark size={30} />
    <div style={{ lineHeight: 1.15 }}>
      <Text component="span" fw={680} fz={16} display="block" lts="-0.01em">
        Atalaya
      </Text>
      {note !== undefined && (
        <Text component="span" fz={12} c="dimmed" display="block" maw={160} truncate>
          {note}
        </Text>
      )}
    </div>
  </Group>
);
