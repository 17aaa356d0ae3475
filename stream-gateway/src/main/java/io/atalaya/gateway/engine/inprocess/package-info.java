/**
 * The engine in pure Java: RTSP and RTP in, CMAF out, never decoded ({@link
 * io.atalaya.gateway.engine.inprocess.InprocessEngine}).
 *
 * <p><b>Two halves.</b> A connection begins as plain blocking code on the run's own virtual thread:
 * connect, describe, set up, play ({@link io.atalaya.gateway.engine.inprocess.Handshake}). Once it
 * plays, its socket is handed to the {@link io.atalaya.gateway.engine.inprocess.Sweeper}, one
 * thread that reads every camera's socket once in a tick, without asking first which of them has
 * something: few, large reads are what ingest costs, and a tick makes them so. The run's thread
 * only waits.
 */
@NullMarked
package io.atalaya.gateway.engine.inprocess;

import org.jspecify.annotations.NullMarked;
