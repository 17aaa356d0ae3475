package io.atalaya.media.fmp4;

/** Well-formed, but of a codec that cannot be handed to a browser in CMAF. */
public final class UnsupportedCodecException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sampleEntry;

  UnsupportedCodecException(String sampleEntry) {
    super("no support for the sample entry '" + sampleEntry + "'");
    this.sampleEntry = sampleEntry;
  }

  /** The four characters, those that do not print as {@code ?}. */
  public String sampleEntry() {
    return sampleEntry;
  }
}
