/**
 * The engine in pure Java: RTSP and RTP in, CMAF out, never decoded ({@link
 * io.atalaya.gateway.engine.inprocess.InprocessEngine}).
 *
 * <p><b>Two halves.</b> A connection begins as plain code that waits, on the run's own virtual
 * thread: connect, describe, set up, play ({@link io.atalaya.gateway.engine.inprocess.Handshake}).
 * Once it plays, its socket is handed to the {@link io.atalaya.gateway.engine.inprocess.Sweeper},
 * one thread that reads every camera's socket once in a tick, without asking first which of them
 * has something: few, large reads are what ingest costs, and a tick makes them so. The run's thread
 * only waits. No socket ever blocks, and so an interrupt never closes one: whatever happens, the
 * camera is told goodbye.
 *
 * <p><b>Layers.</b> {@link io.atalaya.gateway.engine.inprocess.Wire} (bytes, plain or TLS) → {@link
 * io.atalaya.gateway.engine.inprocess.RtspConnection} (messages and packets) → {@link
 * io.atalaya.gateway.engine.inprocess.Dialogue} (signing in) → handshake and {@link
 * io.atalaya.gateway.engine.inprocess.Keepalive}. Packets go from the connection, or from a {@link
 * io.atalaya.gateway.engine.inprocess.DatagramPair}, by their {@link
 * io.atalaya.gateway.engine.inprocess.Lane} to the track.
 */
@NullMarked
package io.atalaya.gateway.engine.inprocess;

import org.jspecify.annotations.NullMarked;
