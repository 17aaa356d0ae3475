package io.atalaya.gateway.engine.ffmpeg;

/** What the child does with the camera's audio. */
enum AudioMode {
  /** Leaves it out. */
  NONE,
  /** Passes AAC on as it is. */
  COPY,
  /** Encodes anything else (G.711, G.722, Opus …) as AAC, which every player knows. */
  TO_AAC
}
