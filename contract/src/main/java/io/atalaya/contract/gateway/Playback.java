package io.atalaya.contract.gateway;

import java.util.List;

/**
 * Where and how a camera can be played.
 *
 * @param ready whether a first part exists
 * @param protocol {@code ll-hls}
 * @param path on the gateway's public address, with {@code {token}} to be filled in
 */
public record Playback(boolean ready, String protocol, String path, List<TrackInfo> tracks) {
  public Playback {
    tracks = List.copyOf(tracks);
  }
}
