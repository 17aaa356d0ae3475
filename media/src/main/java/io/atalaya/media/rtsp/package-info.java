/**
 * RTSP 1.0 (RFC 2326) as a client speaks it: messages and media in one byte stream, signing in,
 * headers. Pure: no socket, no clock. Main type: {@link io.atalaya.media.rtsp.RtspReader}.
 */
@NullMarked
package io.atalaya.media.rtsp;

import org.jspecify.annotations.NullMarked;
