const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "3 minutes ago", "in 5 seconds"; "now" within five seconds, so that nothing flickers. */
export function relativeTime(at: Date, now: Date, language: string): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (Math.abs(seconds) < 5) return format.format(0, 'second');
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return format.format(Math.trunc(seconds / size), unit);
}

export function exactTime(at: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' }).format(at);
}

/** "2.5 Mbit/s" */
export function bitrate(bitsPerSecond: number, language: string): string {
  const [value, unit] =
    bitsPerSecond >= 1e6 ? [bitsPerSecond / 1e6, 'Mbit/s'] : [bitsPerSecond / 1e3, 'kbit/s'];
  return `${number(value, language)} ${unit}`;
}

export function number(value: number, language: string, digits = 1): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

const LENGTHS: readonly [string, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "3 h 12 min": the two largest units. */
export function duration(millis: number, language: string): string {
  let seconds = Math.max(0, Math.round(millis / 1000));
  const largest = LENGTHS.findIndex(([, size]) => seconds >= size);
  if (largest === -1) return unit(0, 'second', language);
  const parts: string[] = [];
  for (const [name, size] of LENGTHS.slice(largest, largest + 2)) {
    const value = Math.floor(seconds / size);
    if (value > 0) parts.push(unit(value, name, language));
    seconds -= value * size;
  }
  return parts.join(' ');
}

const unit = (value: number, name: string, language: string): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(
    value,
  );
