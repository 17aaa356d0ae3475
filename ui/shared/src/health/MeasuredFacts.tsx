import type { ReactNode } from 'react';
import type { GatewayHealth } from '../api/types.ts';
import { type Fact, Facts } from '../components/Facts.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { bitrate, number } from '../components/time.ts';
import { useWords } from '../i18n/words.ts';
import classes from './Health.module.css';

/** What the gateway measured, in units people know. What it did not measure is left out. */
export function MeasuredFacts({ gateway }: { gateway: GatewayHealth }) {
  const words = useWords();
  const { t, i18n } = words;
  const language = i18n.language;
  const seconds = (millis: number) =>
    t('health.seconds', { value: number(millis / 1000, language) });
  const inMillis = (millis: number) => t('health.millis', { value: number(millis, language, 0) });
  const steps = (startup: GatewayHealth['startup'] | undefined) =>
    STEPS.flatMap((step) => {
      const millis = startup?.[`${step}Millis`];
      return millis === null || millis === undefined
        ? []
        : [t(`health.step.${step}`, { value: inMillis(millis) })];
    }).join(', ');
  const causes = (ended: GatewayHealth['restartCauses'] | undefined) =>
    (ended ?? []).map(({ cause, count }) => `${words.reason(cause)}: ${count}`).join(', ');
  const packets = (lost: number, reordered: number) =>
    lost === 0 && reordered === 0
      ? t('health.packetsAll')
      : t('health.packetsSome', {
          lost: number(lost, language, 0),
          reordered: number(reordered, language, 0),
        });
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
    fact(t('health.startup'), gateway.startupMillis, (whole) => (
      <WithDetail detail={steps(gateway.startup)}>{seconds(whole)}</WithDetail>
    )),
    fact(t('health.lastFrame'), gateway.lastFrameAgeMillis, (millis) =>
      t('health.ago', { value: millis < 1000 ? inMillis(millis) : seconds(millis) }),
    ),
    [t('health.viewers'), gateway.viewers],
    [
      t('health.restarts'),
      <WithDetail key="restarts" detail={causes(gateway.restartCauses)}>
        {gateway.restarts}
      </WithDetail>,
    ],
    fact(t('health.packets'), gateway.packetsLost, (lost) =>
      packets(lost, gateway.packetsReordered ?? 0),
    ),
    fact(t('health.engine'), gateway.engine, (engine) => (
      <WithDetail detail={gateway.engineReason} lang="en">
        {words.engine(engine)}
      </WithDetail>
    )),
    ...(gateway.skipped ?? []).map(
      ({ kind, reason }): Fact => [
        t(kind === 'audio' ? 'health.noSound' : 'health.noPicture'),
        <span key={kind} lang="en">
          {reason}
        </span>,
      ],
    ),
    fact(t('health.lastFailure'), gateway.lastFailure, ({ kind, message, at }) => (
      <span title={message}>
        {words.reason(kind)}, <RelativeTime at={at} />
      </span>
    )),
  ];
  return <Facts facts={facts.filter((row) => row !== null)} />;
}

/** In the order in which they happen. */
const STEPS = ['connect', 'describe', 'keyFrame', 'part'] as const;

/** A value, and small below it what it is made of, where that is known. */
function WithDetail(props: {
  children: ReactNode;
  detail: string | null | undefined;
  lang?: 'en';
}) {
  const { children, detail, lang } = props;
  return (
    <>
      {children}
      {detail && (
        <span className={classes.detail} lang={lang}>
          {detail}
        </span>
      )}
    </>
  );
}

function fact<T>(
  label: string,
  value: T | null | undefined,
  show: (value: T) => ReactNode,
): Fact | null {
  return value === null || value === undefined ? null : [label, show(value)];
}
