package io.atalaya.e2e.browser;

/** The average of a picture, each channel from 0 to 255. */
public record Colour(double red, double green, double blue) {
  /** In the RGB cube, whose longest way is 441. */
  public double distanceTo(Colour other) {
    double r = red - other.red;
    double g = green - other.green;
    double b = blue - other.blue;
    return Math.sqrt(r * r + g * g + b * b);
  }
}
