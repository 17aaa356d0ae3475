package io.atalaya.gateway.engine;

/** The fake keeps the contract too, or tests that use it would prove nothing. */
class FakeEngineTest extends MediaEngineContract {
  private final FakeEngine engine = new FakeEngine();

  @Override
  protected MediaEngine engine() {
    return engine;
  }

  @Override
  protected String camera(Behaviour behaviour) {
    engine.script(
        "camera.test",
        switch (behaviour) {
          case PLAYS -> FakeEngine.playing();
          case ENDS -> FakeEngine.ending(10);
          case STALLS ->
              sink -> {
                FakeEngine.ending(10).play(sink);
                return new Exit.Failed(new IngestFailure.Stalled("The camera sends nothing."));
              };
          case REJECTS_CREDENTIALS ->
              FakeEngine.failing(new IngestFailure.CredentialsRejected("Wrong password."));
          case UNREACHABLE -> FakeEngine.failing(new IngestFailure.Unreachable("Nobody there."));
          case BUSY -> FakeEngine.failing(new IngestFailure.Busy("No connection to spare."));
        });
    return "rtsp://camera.test/live";
  }

  @Override
  protected void turn(Behaviour behaviour) {
    // its scripts do it by themselves
  }

  @Override
  protected boolean isNothingLeft() {
    return engine.running() == 0;
  }
}
