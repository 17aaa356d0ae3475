/**
 * The adapter between a camera and the platform: one source in, CMAF chunks out ({@link
 * io.atalaya.gateway.engine.MediaEngine}). An engine runs one source until it ends, fails or is
 * interrupted; it never retries and knows neither ingest nor delivery. Nobody outside names an
 * engine class.
 */
@NullMarked
package io.atalaya.gateway.engine;

import org.jspecify.annotations.NullMarked;
