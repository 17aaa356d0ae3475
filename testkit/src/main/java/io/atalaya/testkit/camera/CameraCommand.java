package io.atalaya.testkit.camera;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What the command line of the simulator asks for.
 *
 * @param options where to listen
 * @param cameras at least one
 * @param faults from the start on
 */
public record CameraCommand(
    SimulatorOptions options, List<Camera> cameras, List<InitialFault> faults) {

  /** A fault of one camera, or of all where none is named. */
  public record InitialFault(Fault fault, Optional<String> camera) {}

  /** The help text. */
  public static final String USAGE =
      """
      The camera simulator: RTSP cameras that play clips for ever.

        --file CLIP          a bundled clip (%s),
                             or an H.264 Annex B file, and an ADTS file after a comma
        --fps N              frames a second of such a file (default 15)
        --count N            that many cameras, camera/1 to camera/N, spread over the clip
        --port N             RTSP port, 0 for any free one (default 8554)
        --bind ADDRESS       address to listen on (default 127.0.0.1)
        --user NAME          sign-in for every camera (Digest), together with
        --password PASSWORD
        --fault NAME[:CAMERA]  refuse, unauthorized, not-found, busy, stall or loss=PERCENT;
                             without a camera, of all; may be given again

      Without --file and --count there are the demo's cameras, such as acme/lobby.
      """
          .formatted(String.join(", ", Clip.BUNDLED));

  private static final int MAX_COUNT = 2000;
  private static final int USUAL_PORT = 8554;

  public CameraCommand {
    cameras = List.copyOf(cameras);
    faults = List.copyOf(faults);
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException when it makes no sense; the message is one line for a person
   */
  public static CameraCommand parse(List<String> arguments) {
    var parser = new Parser(arguments.iterator());
    parser.readAll();
    return parser.command();
  }

  /**
   * Starts a simulator with these cameras and faults.
   *
   * @throws IOException when it cannot listen there
   */
  public CameraSimulator start() throws IOException {
    CameraSimulator simulator = CameraSimulator.start(options);
    cameras.forEach(simulator::add);
    for (InitialFault initial : faults) {
      initial
          .camera()
          .map(List::of)
          .orElseGet(() -> cameras.stream().map(Camera::name).toList())
          .forEach(name -> simulator.fault(name, initial.fault()));
    }
    return simulator;
  }

  /** The options as they come by; mutable. */
  private static final class Parser {
    private final Iterator<String> arguments;
    private Optional<String> file = Optional.empty();
    private int framesPerSecond = 15;
    private Optional<Integer> count = Optional.empty();
    private int port = USUAL_PORT;
    private String bind = "127.0.0.1";
    private Optional<String> user = Optional.empty();
    private Optional<String> password = Optional.empty();
    private final List<InitialFault> faults = new ArrayList<>();

    Parser(Iterator<String> arguments) {
      this.arguments = arguments;
    }

    void readAll() {
      while (arguments.hasNext()) {
        String option = arguments.next();
        switch (option) {
          case "--file" -> file = Optional.of(value(option));
          case "--fps" -> framesPerSecond = number(option, n -> n >= 1 && n <= 240);
          case "--count" -> count = Optional.of(number(option, n -> n >= 1 && n <= MAX_COUNT));
          case "--port" -> port = number(option, n -> n <= 65535);
          case "--bind" -> bind = value(option);
          case "--user" -> user = Optional.of(value(option));
          case "--password" -> password = Optional.of(value(option));
          case "--fault" -> faults.add(fault(value(option)));
          default -> throw new IllegalArgumentException("unknown option " + option);
        }
      }
    }

    private String value(String option) {
      if (!arguments.hasNext()) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      return arguments.next();
    }

    private int number(String option, IntPredicate valid) {
      String value = value(option);
      if (!value.matches("\\d{1,9}") || !valid.test(Integer.parseInt(value))) {
        throw new IllegalArgumentException(option + " cannot be '" + value + "'");
      }
      return Integer.parseInt(value);
    }

    private static InitialFault fault(String value) {
      String[] parts = value.split(":", 2);
      Fault fault = Fault.parse(parts[0]);
      if (fault instanceof Fault.Momentary) {
        throw new IllegalArgumentException(
            "--fault " + parts[0] + " breaks running sessions, and at the start there are none");
      }
      return new InitialFault(fault, parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
    }

    CameraCommand command() {
      if (user.isPresent() != password.isPresent()) {
        throw new IllegalArgumentException("--user and --password go together");
      }
      List<Camera> cameras = cameras();
      for (InitialFault initial : faults) {
        initial.camera().ifPresent(name -> requireCamera(cameras, name));
      }
      return new CameraCommand(new SimulatorOptions(bind, port), cameras, faults);
    }

    private static void requireCamera(List<Camera> cameras, String name) {
      if (cameras.stream().noneMatch(camera -> camera.name().equals(name))) {
        throw new IllegalArgumentException("--fault names camera '" + name + "', and it is none");
      }
    }

    private List<Camera> cameras() {
      if (file.isEmpty() && count.isEmpty()) {
        return Clip.BUNDLED.stream()
            .filter(clip -> clip.contains("-"))
            .map(clip -> Camera.named(clip.replaceFirst("-", "/")).clip(Clip.bundled(clip)))
            .map(this::locked)
            .toList();
      }
      Clip clip = clip(file.orElse("tiny"));
      int cameras = count.orElse(1);
      var all = new ArrayList<Camera>();
      for (int i = 0; i < cameras; i++) {
        Duration phase = clip.length().multipliedBy(i).dividedBy(cameras);
        all.add(locked(Camera.named("camera/" + (i + 1)).clip(clip).phase(phase)));
      }
      return all;
    }

    private Camera locked(Camera camera) {
      return user.isPresent()
          ? camera.credentials(user.orElseThrow(), password.orElseThrow())
          : camera;
    }

    private Clip clip(String name) {
      if (Clip.BUNDLED.contains(name)) {
        return Clip.bundled(name);
      }
      String[] files = name.split(",", 2);
      Optional<Path> adts = files.length == 2 ? Optional.of(Path.of(files[1])) : Optional.empty();
      try {
        return Clip.files(Path.of(files[0]), adts, framesPerSecond);
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "--file " + name + ": neither a bundled clip nor a file that can be read", e);
      }
    }
  }
}
