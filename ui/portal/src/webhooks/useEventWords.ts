import { useWords } from '@atalaya/shared';
import { en } from '../i18n/en.ts';

/** An event's type in words; one that is not known yet as it is. */
export function useEventWords(): (type: string) => string {
  const { t } = useWords();
  return (type) => {
    const [thing = '', what = ''] = type.split('.', 2);
    const known: Record<string, Record<string, string>> = en.eventType;
    return Object.hasOwn(known, thing) && Object.hasOwn(known[thing] ?? {}, what)
      ? String(t(`eventType.${type}` as never))
      : type;
  };
}
