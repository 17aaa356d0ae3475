/**
 * RTP payloads to access units (RFC 6184 H.264, RFC 7798 H.265, RFC 3640 AAC, RFC 7587 Opus). A
 * {@link io.atalaya.media.rtp.payload.Depacketizer} believes nothing: it is bounded in memory
 * whatever comes, and drops what it cannot read.
 *
 * <p><b>Loss.</b> A picture of which a packet is missing is dropped, and so is all that may refer
 * to it: nothing is emitted until decoding can begin anew. A picture that stands still is better
 * than one that lies.
 */
@NullMarked
package io.atalaya.media.rtp.payload;

import org.jspecify.annotations.NullMarked;
