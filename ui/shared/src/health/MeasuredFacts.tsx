import type { GatewayHealth } from '../api/types.ts';
import { type Fact, Facts } from '../components/Facts.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { bitrate, number } from '../components/time.ts';
import { useWords } from '../i18n/words.ts';

/** What the gateway measured, in units people know. What it did not measure is left out. */
export function MeasuredFacts({ gateway }: { gateway: GatewayHealth }) {
  const words = useWords();
  const { t, i18n } = words;
  const language = i18n.language;
  const seconds = (millis: number) =>
    t('health.seconds', { value: number(millis / 1000, language) });
  const inMillis = (millis: number) => t('health.millis', { value: number(millis, language, 0) });
  const video = gateway.tracks.find(({ kind }) => kind === 'video');

  const facts: (Fact | null)[] = [
    video?.width ? [t('health.resolution'), `${video.width} × ${video.height}`] : null,
    gateway.tracks.length > 0
      ? [t('health.codec'), gateway.tracks.map(({ codec }) => codec).join(', ')]
      : null,
    fact(t('health.fps'), gateway.fps, (fps) => number(fps, language)),
    fact(t('health.bitrate'), gateway.bitrate, (bits) => bitrate(bits, language)),
    fact(t('health.gop'), gateway.gopMillis, seconds),
    fact(t('health.latency'), gateway.latencyMillis, inMillis),
    fact(t('health.startup'), gateway.startupMillis, seconds),
    fact(t('health.lastFrame'), gateway.lastFrameAgeMillis, (millis) =>
      t('health.ago', { value: millis < 1000 ? inMillis(millis) : seconds(millis) }),
    ),
    [t('health.viewers'), gateway.viewers],
    [t('health.restarts'), gateway.restarts],
    fact(t('health.engine'), gateway.engine, (engine) => engine),
    fact(t('health.lastFailure'), gateway.lastFailure, ({ kind, message, at }) => (
      <span title={message}>
        {words.reason(kind)}, <RelativeTime at={at} />
      </span>
    )),
  ];
  return <Facts facts={facts.filter((row) => row !== null)} />;
}

function fact<T>(
  label: string,
  value: T | null | undefined,
  show: (value: T) => React.ReactNode,
): Fact | null {
  return value === null || value === undefined ? null : [label, show(value)];
}
