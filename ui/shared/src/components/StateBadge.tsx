import { useWords } from '../i18n/words.ts';
import classes from './StateBadge.module.css';

type Tone = 'good' | 'warn' | 'bad' | 'quiet';

export const SUMMARY_TONE: Record<string, Tone> = {
  online: 'good',
  pending: 'warn',
  degraded: 'warn',
  offline: 'bad',
  auth_failed: 'bad',
  unknown: 'quiet',
  disabled: 'quiet',
};

/** A camera's summary: a glyph, a word and a colour, so that none of them carries it alone. */
export function SummaryBadge({ summary }: { summary: string }) {
  const words = useWords();
  return (
    <StateBadge
      tone={SUMMARY_TONE[summary] ?? 'quiet'}
      glyph={<SummaryGlyph summary={summary} />}
      word={words.summary(summary)}
      state={summary}
    />
  );
}

const SESSION_TONE: Record<string, Tone> = {
  active: 'good',
  issued: 'warn',
  requested: 'warn',
  ended: 'quiet',
  expired: 'quiet',
};

export function SessionBadge({ state }: { state: string }) {
  const words = useWords();
  const glyph = state === 'active' ? <Disc /> : state === 'ended' ? <Bar /> : <Ring />;
  return (
    <StateBadge
      tone={SESSION_TONE[state] ?? 'quiet'}
      glyph={glyph}
      word={words.sessionState(state)}
      state={state}
    />
  );
}

interface StateBadgeProps {
  tone: Tone;
  glyph: React.ReactNode;
  word: string;
  /** The value on the wire, for tests and style sheets. */
  state: string;
}

export const StateBadge = ({ tone, glyph, word, state }: StateBadgeProps) => (
  <span className={classes.badge} data-tone={tone} data-state={state}>
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {glyph}
    </svg>
    {word}
  </span>
);

/** For use inside an svg with a 12 × 12 view box; drawn in the current colour. */
export function SummaryGlyph({ summary }: { summary: string }) {
  switch (summary) {
    case 'online':
      return <Disc />;
    case 'degraded':
      return <Triangle />;
    case 'offline':
      return <Cross />;
    case 'auth_failed':
      return <Lock />;
    case 'disabled':
      return <Bar />;
    case 'pending':
      return <Ring />;
    default:
      return <Question />;
  }
}

export const Disc = () => <circle cx="6" cy="6" r="4.5" fill="currentColor" />;
export const Ring = () => (
  <circle
    cx="6"
    cy="6"
    r="4"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeDasharray="4 2.3"
  />
);
export const Triangle = () => <path d="M6 1 11.5 11H.5z" fill="currentColor" />;
export const Cross = () => (
  <path d="m2.5 2.5 7 7m0-7-7 7" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
);
export const Bar = () => (
  <rect x="1.5" y="4.8" width="9" height="2.4" rx="1.2" fill="currentColor" />
);
const Lock = () => (
  <path
    d="M3.5 5V4a2.5 2.5 0 0 1 5 0v1H10v6H2V5zm1.5 0h2V4a1 1 0 0 0-2 0z"
    fill="currentColor"
    fillRule="evenodd"
  />
);
const Question = () => (
  <path
    d="M4 4.200C4 3 4.9 2.2 6 2.200s2 .8 2 1.900c0 1.5-2 1.6-2 3.200M6 9.600v.2"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
  />
);
