import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exactTime, relativeTime } from './time.ts';

/** Relative, with the exact time on hover; keeps itself up to date. */
export function RelativeTime({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={exactTime(date, i18n.language)}>
      {relativeTime(date, now, i18n.language)}
    </time>
  );
}

const TICK_MILLIS = 5000;

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
