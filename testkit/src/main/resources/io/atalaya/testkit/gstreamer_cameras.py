"""Cameras that none of us wrote: GStreamer's RTSP server with one mount for each kind of stream.

Prints its port on a line of its own once it listens, and ends with its standard input. With a file
that holds a certificate and its key (PEM), all is inside TLS.
"""
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
gi.require_version("GstRtsp", "1.0")
from gi.repository import Gio, GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

Gst.init(None)


def picture(width=320, height=180, fps=25):
    return (
        f"videotestsrc is-live=1 pattern=ball ! "
        f"video/x-raw,format=I420,width={width},height={height},framerate={fps}/1 ! "
    )


def x264(options="bframes=0 tune=zerolatency", gop=25, threads=1):
    return f"x264enc speed-preset=ultrafast key-int-max={gop} threads={threads} {options} ! "


H264_PAY = "rtph264pay name=pay0 pt=96 config-interval=1 "
X265 = (
    "x265enc speed-preset=ultrafast key-int-max=25 "
    'option-string="pools=1:frame-threads=1:bframes=%d" ! h265parse ! '
    "rtph265pay name=pay0 pt=96 config-interval=1 "
)


def sound(rate, channels=1):
    return (
        "audiotestsrc is-live=1 ! "
        f"audio/x-raw,rate={rate},channels={channels} ! audioconvert ! "
    )


AAC = sound(48000, 2) + "avenc_aac ! aacparse ! rtpmp4gpay name=pay1 pt=97 "
OPUS = sound(48000, 2) + "opusenc ! rtpopuspay name=pay1 pt=98 "
PCMU = sound(8000) + "mulawenc ! rtppcmupay name=pay1 pt=0 "
PCMA = sound(8000) + "alawenc ! rtppcmapay name=pay1 pt=8 "

MOUNTS = {
    "h264": picture() + x264() + H264_PAY,
    "h264-b-frames": picture() + x264("bframes=2 b-adapt=false") + H264_PAY,
    "h264-slices": picture() + x264("bframes=0 sliced-threads=true", threads=4) + H264_PAY,
    "h264-small-packets": picture() + x264() + H264_PAY + "mtu=300 ",
    "h264-aggregates": picture() + x264() + H264_PAY + "aggregate-mode=max-stap ",
    "h264-parameters-in-band-only": picture()
    + x264()
    + "h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96 config-interval=-1 ",
    "h264-parameters-in-description-only": picture()
    + x264()
    + "h264parse ! video/x-h264,stream-format=avc ! rtph264pay name=pay0 pt=96 config-interval=0 ",
    "h264-long-gop": picture() + x264(gop=250) + H264_PAY,
    "h264-intra-refresh": picture()
    + x264("bframes=0 tune=zerolatency intra-refresh=true", gop=50)
    + H264_PAY,
    "h264-variable-rate": "videotestsrc is-live=1 ! video/x-raw,format=I420,width=320,height=180,"
    "framerate=25/1 ! identity drop-probability=0.4 ! " + x264() + H264_PAY,
    "h264-one-frame-a-second": picture(fps=1) + x264(gop=2) + H264_PAY,
    "h264-upright": picture(180, 320) + x264() + H264_PAY,
    "h265": picture() + X265 % 0,
    "h265-b-frames": picture() + X265 % 2,
    "h264-aac": picture() + x264() + H264_PAY + AAC,
    "h265-aac": picture() + X265 % 0 + AAC,
    "h264-opus": picture() + x264() + H264_PAY + OPUS,
    "h264-pcmu": picture() + x264() + H264_PAY + PCMU,
    "h264-pcma": picture() + x264() + H264_PAY + PCMA,
    "h264-uncompressed-sound": picture()
    + x264()
    + H264_PAY
    + sound(44100)
    + "rtpL16pay name=pay1 pt=99 ",
    "aac": sound(16000) + "avenc_aac ! aacparse ! rtpmp4gpay name=pay0 pt=97",
    "mjpeg": picture(fps=10) + "jpegenc ! rtpjpegpay name=pay0 pt=26",
    "h264-signed-in": picture() + x264() + H264_PAY,
    "h264-changing-size": "videotestsrc is-live=1 ! video/x-raw,framerate=25/1 ! videoscale ! "
    "videoconvert ! capsfilter name=size caps=video/x-raw,format=I420,width=320,height=180 ! "
    + x264()
    + "rtph264pay name=pay0 pt=96 config-interval=-1 ",
}


class Camera(GstRtspServer.RTSPMediaFactory):
    def __init__(self, pipeline):
        super().__init__()
        self.pipeline = pipeline

    def do_create_element(self, url):
        return Gst.parse_launch("( " + self.pipeline + " )")

    def do_configure(self, media):
        GstRtspServer.RTSPMediaFactory.do_configure(self, media)
        size = media.get_element().get_by_name("size")
        if size:
            GLib.timeout_add_seconds(2, self.resize, size, [320, 640])

    def resize(self, size, widths):
        widths.reverse()
        caps = f"video/x-raw,format=I420,width={widths[0]},height={widths[0] * 9 // 16}"
        size.set_property("caps", Gst.Caps.from_string(caps))
        return True


server = GstRtspServer.RTSPServer.new()
server.set_address("127.0.0.1")
server.set_service("0")


def token(role):
    made = GstRtspServer.RTSPToken()
    made.set_string("media.factory.role", role)
    return made


def permissions(*roles):
    """Anybody may know that it is there: else a camera that wants a sign-in seems not to be."""
    made = GstRtspServer.RTSPPermissions()
    made.add_permission_for_role("anybody", "media.factory.access", True)
    for role in roles:
        made.add_permission_for_role(role, "media.factory.access", True)
        made.add_permission_for_role(role, "media.factory.construct", True)
    return made


auth = GstRtspServer.RTSPAuth.new()
auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
auth.add_digest("viewer", "secret", token("viewer"))
auth.set_default_token(token("anybody"))
if len(sys.argv) > 1:
    auth.set_tls_certificate(Gio.TlsCertificate.new_from_file(sys.argv[1]))
server.set_auth(auth)
for name, pipeline in MOUNTS.items():
    camera = Camera(pipeline)
    camera.set_shared(True)
    signed_in = name.endswith("signed-in")
    camera.set_permissions(permissions("viewer") if signed_in else permissions("viewer", "anybody"))
    server.get_mount_points().add_factory("/" + name, camera)
server.attach(None)
print(server.get_bound_port(), flush=True)
loop = GLib.MainLoop()
threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
loop.run()
