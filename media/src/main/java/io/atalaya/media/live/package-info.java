/**
 * One live stream in memory: chunks go in, and HLS parts and segments come out, for any number of
 * readers. Main type: {@link io.atalaya.media.live.LiveStream}, whose comment tells how.
 *
 * <p>The rules chosen, where RFC 8216bis leaves a choice or a camera makes one necessary:
 *
 * <ul>
 *   <li><b>Part target</b>: 500 ms, and larger only where whole chunks cannot fill at least 85 % of
 *       it: then the smallest multiple of the chunk duration that reaches 500 ms, and 5 % of slack.
 *       It is fixed from the first chunks (three that agree; else 85 % of 500 ms of media; at most
 *       two seconds) and never changes. At 25 fps it is 0.5, at 5 fps 0.63, at 1 fps 1.05 seconds.
 *   <li><b>The first part of a run</b> ends after 100 ms already, so that a camera that begins is
 *       seen at once. It begins with a random access point, and such a part may be short (RFC
 *       8216bis, 4.4.4.9).
 *   <li><b>Target duration</b>: 4 s, twice the segment target, so that a key frame interval of up
 *       to four seconds still gives a segment for each; never less than two parts.
 *   <li><b>A segment ends</b> at the first random access point from 7/8 of 2 s on; at any random
 *       access point if it does not itself begin with one; before the chunk that would take it over
 *       the target duration (long GOPs); before the chunk that would take it over a third of the
 *       stream's memory; and after a part that can be neither filled nor left short, since the last
 *       part of a segment may be short.
 *   <li><b>A segment has no parts</b> while the source's chunks do not fit the fixed part target (a
 *       restart at another frame rate, one frame that lasted longer than a part): then it is
 *       published whole.
 *   <li><b>Listed</b> are six segments, more while they are less than three target durations, and
 *       never over eight times six; two more are kept for readers that are late.
 *   <li><b>Audio</b> is cut where video was cut in time. If it does not come, its segments are
 *       gaps; if video does not come, audio goes on and is ahead for a while.
 *   <li><b>The timeline jumps</b> by over half a second: discontinuity, in all renditions.
 * </ul>
 */
@NullMarked
package io.atalaya.media.live;

import org.jspecify.annotations.NullMarked;
