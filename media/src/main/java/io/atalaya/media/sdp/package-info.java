/**
 * What a camera says it has: session descriptions (RFC 8866) as cameras write them. Main type:
 * {@link io.atalaya.media.sdp.SessionDescription}. Unknown lines are passed over; what is read is
 * bounded.
 */
@NullMarked
package io.atalaya.media.sdp;

import org.jspecify.annotations.NullMarked;
