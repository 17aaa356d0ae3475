/**
 * The engine that runs FFmpeg as a supervised child process, one per camera ({@link
 * io.atalaya.gateway.engine.ffmpeg.FfmpegEngine}). The child parses hostile bytes, so it gets no
 * secret of ours: an empty environment, the camera's URL over stdin, bounded memory.
 */
@NullMarked
package io.atalaya.gateway.engine.ffmpeg;

import org.jspecify.annotations.NullMarked;
