/**
 * Playlists of a live stream as text (RFC 8216bis: draft-pantos-hls-rfc8216bis, revision 17), the
 * names in them, and the query of a blocking reload. Main type: {@link
 * io.atalaya.media.hls.Playlists}.
 *
 * <p>Everything is pure and the same bytes for every viewer: URIs are relative to the playlist.
 */
@NullMarked
package io.atalaya.media.hls;

import org.jspecify.annotations.NullMarked;
