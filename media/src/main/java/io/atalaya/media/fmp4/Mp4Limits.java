package io.atalaya.media.fmp4;

/**
 * Bounds on what a reader accepts.
 *
 * @param moovBytes a {@code moov}, kept whole while it is parsed
 * @param moofBytes a {@code moof}, kept whole while it is parsed
 * @param mdatBytes an {@code mdat}: one chunk's samples
 * @param skippedBytes a box that is of no interest here
 */
public record Mp4Limits(int moovBytes, int moofBytes, int mdatBytes, int skippedBytes) {

  /** 256 KiB, 256 KiB, 8 MiB (an 8K key frame is about 4 MB) and 1 MiB. */
  public static Mp4Limits standard() {
    return new Mp4Limits(1 << 18, 1 << 18, 1 << 23, 1 << 20);
  }
}
