package io.atalaya.testkit.camera;

/**
 * What one camera has seen since it was added; a snapshot.
 *
 * @param connectionsOpened connections of which at least one request named the camera
 * @param activeSessions sessions set up and not ended yet
 * @param playingSessions those of them that were told to play
 * @param plays PLAY requests that started a session
 * @param signInsRejected requests answered 401 although they carried an Authorization
 * @param teardowns sessions ended by TEARDOWN
 * @param sessionsTimedOut sessions ended because their client said nothing for too long
 * @param framesSent frames given to a session's transport in full, over all sessions
 * @param framesDropped frames a session missed because its reader was slow, or this machine was
 */
public record Counters(
    long connectionsOpened,
    long activeSessions,
    long playingSessions,
    long plays,
    long signInsRejected,
    long teardowns,
    long sessionsTimedOut,
    long framesSent,
    long framesDropped) {}
