import type Hls from 'hls.js';
import type { ErrorData, HlsConfig } from 'hls.js';
import { ApiError } from '../api/error.ts';
import type { Failure } from './failure.ts';

/** Shows one playback URL in one video element, until disposed or failed once. */
export interface PlaybackEngine {
  dispose(): void;
  /** When the picture shown now was taken, by the camera's clock on ours; null if not told. */
  shownAt(): Date | null;
  /** Seconds between the live edge and the picture shown. */
  latencySeconds(): number | null;
  /** Jumps back to the live edge, e.g. after the tab slept. */
  toLiveEdge(): void;
}

export type StartEngine = (
  video: HTMLVideoElement,
  url: string,
  onFailure: (failure: Failure) => void,
) => Promise<PlaybackEngine>;

// A failed load is never repeated here: the caller retries with a new token.
const once = (maxLoadTimeMs: number) => ({
  default: {
    maxTimeToFirstByteMs: maxLoadTimeMs,
    maxLoadTimeMs,
    timeoutRetry: null,
    errorRetry: null,
  },
});
const patient = (maxLoadTimeMs: number) => {
  const retry = { maxNumRetry: 2, retryDelayMs: 300, maxRetryDelayMs: 1000 };
  return {
    default: { ...once(maxLoadTimeMs).default, timeoutRetry: retry, errorRetry: retry },
  };
};

const CONFIG: Partial<HlsConfig> = {
  lowLatencyMode: true,
  // fMP4 needs no transmuxing, and a worker would need a blob: script.
  enableWorker: false,
  backBufferLength: 8,
  maxBufferLength: 12,
  maxLiveSyncPlaybackRate: 1.15,
  liveDurationInfinity: true,
  // The gateway holds the first answer back up to 10 s, until the camera's first part is there.
  manifestLoadPolicy: once(20_000),
  playlistLoadPolicy: patient(12_000),
  fragLoadPolicy: patient(12_000),
};

export const startHls: StartEngine = async (video, url, onFailure) => {
  const { default: Library } = await import('hls.js');
  if (!Library.isSupported()) {
    onFailure({ from: 'codec' });
    return nothing;
  }
  const hls = new Library(CONFIG);
  hls.on(Library.Events.ERROR, (_, data) => {
    const failure = failureOf(data, Library);
    if (failure !== null) onFailure(failure);
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    dispose: () => hls.destroy(),
    shownAt: () => hls.playingDate,
    latencySeconds: () => (hls.latency > 0 ? hls.latency : null),
    toLiveEdge: () => {
      if (hls.liveSyncPosition !== null) video.currentTime = hls.liveSyncPosition;
    },
  };
};

const nothing: PlaybackEngine = {
  dispose: () => undefined,
  shownAt: () => null,
  latencySeconds: () => null,
  toLiveEdge: () => undefined,
};

/** Null for what hls.js repairs by itself. A refusal counts at once, fatal or not. */
function failureOf(data: ErrorData, library: typeof Hls): Failure | null {
  const status = data.response?.code ?? 0;
  if (status >= 400 && status < 500) return refusal(status, data);
  if (!data.fatal) return null;
  const {
    MANIFEST_INCOMPATIBLE_CODECS_ERROR,
    BUFFER_ADD_CODEC_ERROR,
    BUFFER_INCOMPATIBLE_CODECS_ERROR,
  } = library.ErrorDetails;
  switch (data.details) {
    case MANIFEST_INCOMPATIBLE_CODECS_ERROR:
    case BUFFER_ADD_CODEC_ERROR:
    case BUFFER_INCOMPATIBLE_CODECS_ERROR:
      return { from: 'codec' };
    default:
      return status >= 500
        ? refusal(status, data)
        : { from: 'gateway', error: new ApiError(status, 'network_error', data.details) };
  }
}

function refusal(status: number, data: ErrorData): Failure {
  return { from: 'gateway', error: ApiError.fromBody(status, bodyText(data)) };
}

/** hls.js keeps the XMLHttpRequest; a playlist's body is text, a part's an ArrayBuffer. */
function bodyText({ networkDetails }: ErrorData): string {
  if (!(networkDetails instanceof XMLHttpRequest)) return '';
  const body: unknown = networkDetails.response;
  if (typeof body === 'string') return body;
  return body instanceof ArrayBuffer ? new TextDecoder().decode(body) : '';
}
