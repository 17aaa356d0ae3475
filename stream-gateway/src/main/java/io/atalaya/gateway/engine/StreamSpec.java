package io.atalaya.gateway.engine;

import io.atalaya.contract.gateway.Transport;
import io.atalaya.contract.id.StreamKey;
import io.atalaya.contract.source.SourceUrl;
import java.net.InetAddress;

/**
 * What an engine is to pull.
 *
 * @param key whose stream it is, for logs
 * @param source the camera, credentials included
 * @param address the checked address of the source's host; the only one to connect to
 * @param transport how RTP travels
 * @param audio whether audio is wanted, where the camera has any
 * @param policy asked again before a redirect is followed
 */
public record StreamSpec(
    StreamKey key,
    SourceUrl source,
    InetAddress address,
    Transport transport,
    boolean audio,
    SourceCheck policy) {}
