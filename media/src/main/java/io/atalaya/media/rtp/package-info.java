/**
 * RTP and RTCP (RFC 3550): packets, their order, their clocks. Pure: no socket. Main type: {@link
 * io.atalaya.media.rtp.RtpPacket}.
 */
@NullMarked
package io.atalaya.media.rtp;

import org.jspecify.annotations.NullMarked;
