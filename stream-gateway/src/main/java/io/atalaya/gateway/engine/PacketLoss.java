package io.atalaya.gateway.engine;

/**
 * What the network did to the packets of a run so far.
 *
 * @param lost packets that never came
 * @param reordered packets that came after a later one and were put in their place
 */
public record PacketLoss(long lost, long reordered) {
  public static final PacketLoss NONE = new PacketLoss(0, 0);
}
