/**
 * A camera simulator: a real RTSP 1.0 server (RFC 2326) in which many cameras replay clips for
 * ever, over TCP and UDP, with sign-in and with faults on request.
 *
 * <p>{@link io.atalaya.testkit.camera.CameraSimulator} is the door: a {@link
 * io.atalaya.testkit.camera.Camera} plays a {@link io.atalaya.testkit.camera.Clip} until a {@link
 * io.atalaya.testkit.camera.Fault} is asked for. One thread serves everything ({@code ServerLoop});
 * {@code Pacer} says when which frame is due.
 *
 * <p>It shares no code with the media library on purpose: a simulator that packs with the parser's
 * own idea of RFC 6184 would hide the parser's mistakes.
 */
@NullMarked
package io.atalaya.testkit.camera;

import org.jspecify.annotations.NullMarked;
