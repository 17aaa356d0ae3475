/**
 * What a track is: its kind, its RFC 6381 codec string and the figures of its picture or sound, and
 * how each of these is read out of a decoder configuration (avcC, hvcC, esds, dOps). Nothing here
 * decodes. Main type: {@link io.atalaya.media.codec.Track}.
 */
@NullMarked
package io.atalaya.media.codec;

import org.jspecify.annotations.NullMarked;
