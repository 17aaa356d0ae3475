package io.atalaya.media.live;

/** Where the leading rendition ended a segment, for the others to end theirs. */
record Boundary(long msn, long startNanos, long endNanos, long durationNanos) {}
