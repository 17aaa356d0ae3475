package io.atalaya.launcher.postgres;

/**
 * How the two roles reach the product's database.
 *
 * @param url JDBC URL, without credentials
 * @param owner owns the database and its tables; runs the migrations
 * @param app what the api serves requests with: owns nothing, bypasses nothing
 */
public record DatabaseCredentials(
    String url, String owner, String ownerPassword, String app, String appPassword) {
  @Override
  public String toString() {
    return "DatabaseCredentials[" + url + ", " + owner + ":***, " + app + ":***]";
  }
}
