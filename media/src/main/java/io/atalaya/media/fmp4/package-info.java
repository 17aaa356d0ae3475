/**
 * Fragmented MP4 (ISO/IEC 14496-12) as an engine writes it, taken apart into what CMAF (ISO/IEC
 * 23000-19) wants: one init segment for each track and chunks of one {@code moof} and one {@code
 * mdat}. Main type: {@link io.atalaya.media.fmp4.FragmentedMp4Reader}.
 *
 * <p>Invariants: every size is checked against a bound of {@link io.atalaya.media.fmp4.Mp4Limits}
 * before a byte is kept for it; no recursion over input; work is linear in the bytes read. Chunk
 * bytes pass through unchanged; only the {@code moov} is rewritten.
 */
@NullMarked
package io.atalaya.media.fmp4;

import org.jspecify.annotations.NullMarked;
