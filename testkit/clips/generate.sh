#!/usr/bin/env bash
# Makes the camera simulator's clips again, into ../src/main/resources/clips.
#
# Needs Debian's ffmpeg (libx264, drawtext) and fonts-dejavu-core. The results are checked in, so
# nobody needs this script to build or test; run it to change what the cameras show.
#
# Every clip is 12 s of 15 frames a second, closed groups of pictures of 1 s, no B-frames. 12 s is
# also a whole number (375) of AAC frames at 32 kHz, so sound and picture loop together for ever.
# A picture carries, for people: the names of tenant and camera, a clock mm:ss.ff of the clip's
# position, and a moving square. For programs, along the bottom edge: the frame's number in the clip
# as eight squares, most significant bit first, white for one and black for zero.
set -euo pipefail
cd "$(dirname "$0")"
out=../src/main/resources/clips
seconds=12
rate=15
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

bold=/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf
mono=/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf

# video NAME WIDTH HEIGHT BACKGROUND PATTERN SQUARE_COLOUR SECONDS_PER_CROSSING LABEL CRF MAXRATE
video() {
  local name=$1 width=$2 height=$3 background=$4 pattern=$5 square=$6 crossing=$7 label=$8 crf=$9
  local maxrate=${10}
  local unit=$((height / 9)) bits="" bit
  # A file spares the text three levels of quoting.
  printf '%%{eif:trunc(t/60):d:2}\\:%%{eif:mod(trunc(t+0.001),60):d:2}.%%{eif:mod(n,%d):d:2}' \
    "$rate" >"$work/clock"
  printf '%s' "$label" >"$work/label"
  for bit in 0 1 2 3 4 5 6 7; do
    bits+=",drawbox=x=$((bit * unit)):y=$((height - unit)):w=$unit:h=$unit:t=fill:c=white"
    bits+=":enable='mod(floor(n/$((128 >> bit))),2)'"
  done
  ffmpeg -hide_banner -loglevel error -y -bitexact \
    -f lavfi -i "color=c=$background:s=${width}x$height:r=$rate:d=$seconds,format=yuv444p" \
    -f lavfi -i "color=c=$square:s=${unit}x$unit:r=$rate:d=$seconds,format=yuv444p" \
    -filter_complex "
      [0]$pattern,
      drawtext=fontfile=$bold:textfile=$work/label:fontsize=$((height / 6)):fontcolor=white:
        box=1:boxcolor=black:boxborderw=8:x=(w-tw)/2:y=h*0.16,
      drawtext=fontfile=$mono:textfile=$work/clock:fontsize=$((height / 5)):fontcolor=white:
        box=1:boxcolor=black:boxborderw=8:x=(w-tw)/2:y=h*0.42[still];
      [still][1]overlay=format=yuv444:y=$((height - 3 * unit)):
        x='(W+w)*mod(t/$crossing,1)-w',
      drawbox=x=0:y=$((height - unit)):w=$((8 * unit)):h=$unit:t=fill:c=black$bits,
      format=yuv420p[picture]" -map '[picture]' \
    -c:v libx264 -profile:v main -preset veryslow -threads 1 -bf 0 -refs 1 \
    -g "$rate" -keyint_min "$rate" -sc_threshold 0 \
    -x264-params "open-gop=0:slices=1:force-cfr=1" \
    -crf "$crf" -maxrate "$maxrate" -bufsize "$maxrate" \
    -bsf:v filter_units=remove_types=6 -f h264 "$out/$name.h264"
}

# audio NAME HERTZ: a quiet tone that is a little louder for the first tenth of every second.
# The encoder's first frame only primes it; the 375 after that are the loop.
audio() {
  local name=$1 hertz=$2
  ffmpeg -hide_banner -loglevel error -y -bitexact \
    -f lavfi -i "aevalsrc='sin(2*PI*$hertz*t)*(0.02+0.03*lt(mod(t,1),0.1))':s=32000:d=13" \
    -c:a aac -b:a 24k -ac 1 -f adts "$work/$name.adts"
  python3 - "$work/$name.adts" "$out/$name.aac" $((seconds * 32000 / 1024)) <<'PY'
import sys
source, target, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
data, frames, at = open(source, "rb").read(), [], 0
while at < len(data):
    size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    frames.append(data[at:at + size])
    at += size
open(target, "wb").write(b"".join(frames[1:1 + count]))
PY
}

plain="null"
grid="drawgrid=w=64:h=60:t=3:c=black@0.25"
columns="drawgrid=w=40:h=720:t=14:c=white@0.30"
rows="drawgrid=w=1280:h=40:t=14:c=black@0.30"

video acme-lobby 640 360 0xD9480F "$plain" yellow 4 'ACME · lobby' 27 200k
video acme-parking 640 360 0xB08900 "$columns" red 3 'ACME · parking' 27 200k
video acme-entrance 640 360 0xA61E4D "$rows" white 6 'ACME · entrance' 27 200k
video globex-lobby 640 360 0x1864AB "$grid" cyan 2 'GLOBEX · lobby' 27 200k
video globex-warehouse 640 360 0x2B8A3E "$rows" magenta 4 'GLOBEX · warehouse' 27 200k
video tiny 320 180 0x495057 "$plain" white 4 'tiny' 36 48k
audio acme-lobby 440
audio globex-lobby 330

ls -l "$out"
