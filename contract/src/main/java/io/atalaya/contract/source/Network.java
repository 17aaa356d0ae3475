package io.atalaya.contract.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** A block of addresses in CIDR notation (RFC 4632), IPv4 or IPv6. */
public final class Network {
  private final byte[] prefix;
  private final int bits;

  private Network(byte[] prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /** Reads {@code 10.0.0.0/8} or {@code fd00::/8}; throws {@link IllegalArgumentException}. */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || !text.matches("[0-9A-Fa-f:.]+/[0-9]{1,3}")) {
      throw new IllegalArgumentException("not a network in CIDR notation: " + text);
    }
    try {
      // The pattern above leaves only literals, which are never looked up.
      byte[] address = InetAddress.getByName(text.substring(0, slash)).getAddress();
      int bits = Integer.parseInt(text.substring(slash + 1));
      if (bits > address.length * 8) {
        throw new IllegalArgumentException("prefix is too long: " + text);
      }
      return new Network(address, bits);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not a network in CIDR notation: " + text, e);
    }
  }

  /** Whether the address lies inside. */
  public boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(prefix, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    int mask = 0xff << (8 - rest);
    return rest == 0 || ((prefix[whole] ^ other[whole]) & mask) == 0;
  }
}
