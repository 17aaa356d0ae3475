/**
 * Keeps every provisioned camera running: one {@link io.atalaya.gateway.ingest.CameraIngest} per
 * camera decides when an engine runs, and what its exit means ({@link
 * io.atalaya.gateway.ingest.RetryPolicy}). What viewers see is the {@link
 * io.atalaya.gateway.ingest.Feed}, which outlives runs and changes of the configuration.
 */
@NullMarked
package io.atalaya.gateway.ingest;

import org.jspecify.annotations.NullMarked;
