package io.atalaya.launcher;

import io.atalaya.launcher.demo.User;
import java.util.List;

/** What a person reads when everything serves. */
final class Welcome {
  private Welcome() {}

  static String demo(Site site, List<User> users) {
    var text = new StringBuilder(places(site));
    text.append("\n  Sign in to the portal\n");
    for (User user : users) {
      if (user.tenantId() != null) {
        text.append(
            "    organisation %-8s user %-6s password %s   (%s)%n"
                .formatted(user.tenantId(), user.username(), user.password(), user.role()));
      }
    }
    text.append("  Sign in to the admin UI\n");
    for (User user : users) {
      if (user.tenantId() == null) {
        text.append("    user %s  password %s%n".formatted(user.username(), user.password()));
      }
    }
    return text.append("\n  Ctrl-C stops everything.\n").toString();
  }

  static String production(Site site) {
    String first =
        site.secrets().firstStart()
            ? """

              First start: sign in to the admin UI as 'admin' with the password %s
              Change it there; it is not shown again.
            """
                .formatted(site.secrets().adminPassword())
            : "";
    return places(site) + first;
  }

  private static String places(Site site) {
    return """

    Atalaya is running.
      Portal   %s
      Admin    %s
      API      %s
      Data     %s
    """
        .formatted(
            site.addresses().portal(),
            site.addresses().admin(),
            site.addresses().api().resolve("/api/v1"),
            site.folder());
  }
}
