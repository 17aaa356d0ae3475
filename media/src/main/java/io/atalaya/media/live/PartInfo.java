package io.atalaya.media.live;

import java.time.Duration;

/** A published part, as a playlist tells of it. Its place in its segment is its name. */
public record PartInfo(Duration duration, boolean independent, int sizeBytes) {}
