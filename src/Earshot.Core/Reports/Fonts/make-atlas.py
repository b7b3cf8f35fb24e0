#!/usr/bin/env python3
"""Renders DejaVu Sans into glyphs.atlas, the fonts of the PNG pictures. Needs fonts-dejavu-core and python3-pil.

Layout, little-endian: the bytes EGA1, then one zlib stream of
  u8 faces, and for each face
    u16 pixel size, i16 ascent, i16 descent (pixels), u16 glyphs, and for each glyph, by code point,
      u16 code point, i8 left, i8 top (pixels from the pen, down is positive from the baseline), u8 width, u8 height,
      u16 advance (1/64 pixel), then width x height coverages of 4 bits, two to a byte, the first in the low half,
      rows not padded, the glyph padded to a whole byte.
"""
import pathlib
import struct
import zlib

from PIL import Image, ImageDraw, ImageFont

FOLDER = pathlib.Path("/usr/share/fonts/truetype/dejavu")
FACES = [("DejaVuSans.ttf", 26), ("DejaVuSans-Bold.ttf", 40)]
EXTRA = [0x2013, 0x2014, *range(0x2018, 0x201F), 0x2020, 0x2021, 0x2022, 0x2026, 0x2030, 0x2039, 0x203A, 0x20AC,
         0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25A1]
# Latin, Latin-1, Latin Extended-A, Romanian comma letters, Greek, Cyrillic, punctuation; U+25A1 stands for what is missing.
POINTS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x386, 0x3CF), *range(0x400, 0x460),
          0x490, 0x491, *EXTRA]
INVISIBLE = {0xAD, 0x38B, 0x38D, 0x3A2}


def glyph(font, large, point):
    text = chr(point)
    advance = round(large.getlength(text) * font.size / large.size * 64)
    left, top, right, bottom = font.getbbox(text, anchor="ls")
    image = Image.new("L", (max(0, right - left), max(0, bottom - top)), 0)
    if image.width and image.height:
        ImageDraw.Draw(image).text((-left, -top), text, fill=255, font=font, anchor="ls")
    coverage = [(value * 15 + 127) // 255 for value in image.tobytes()]
    coverage += [0] * (len(coverage) & 1)
    packed = bytes(coverage[i] | coverage[i + 1] << 4 for i in range(0, len(coverage), 2))
    return struct.pack("<HbbBBH", point, left, top, image.width, image.height, advance) + packed


def main():
    body = struct.pack("<B", len(FACES))
    for name, size in FACES:
        basic = ImageFont.Layout.BASIC
        font = ImageFont.truetype(str(FOLDER / name), size, layout_engine=basic)
        large = ImageFont.truetype(str(FOLDER / name), 2048, layout_engine=basic)
        ascent, descent = font.getmetrics()
        points = sorted(set(POINTS) - INVISIBLE)
        body += struct.pack("<HhhH", size, ascent, descent, len(points))
        body += b"".join(glyph(font, large, point) for point in points)
    pathlib.Path(__file__).with_name("glyphs.atlas").write_bytes(b"EGA1" + zlib.compress(body, 9))


main()
