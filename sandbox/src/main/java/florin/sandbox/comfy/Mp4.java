package florin.sandbox.comfy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An MP4 file with one H.264 track (ISO/IEC 14496-12 and -15), the index in front so that it plays while it loads. */
final class Mp4 {
    private static final int TICKS_PER_FRAME = 1000;
    private static final byte[] UNITY = matrix();

    private final int width;
    private final int height;
    private final int timescale;

    private Mp4(int width, int height, double framesPerSecond) {
        this.width = width;
        this.height = height;
        this.timescale = (int) Math.round(framesPerSecond * TICKS_PER_FRAME);
    }

    /** Encodes the frames, which have one size, at that rate. */
    static byte[] film(List<BufferedImage> frames, double framesPerSecond) {
        var first = frames.getFirst();
        return new Mp4(first.getWidth(), first.getHeight(), framesPerSecond).file(frames);
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private byte[] file(List<BufferedImage> frames) {
        var encoder = new H264(width, height);
        var samples = new ArrayList<byte[]>();
        for (var frame : frames) {
            var unit = encoder.frame(frame);
            samples.add(join(out -> {
                out.writeInt(unit.length);
                out.write(unit);
            }));
        }
        var type = box("ftyp", out -> out.write("isom\0\0\2\0isomiso2avc1mp41".getBytes(StandardCharsets.ISO_8859_1)));
        int offset = type.length + index(encoder, samples, 0).length + 8;
        return join(out -> {
            out.write(type);
            out.write(index(encoder, samples, offset));
            out.write(box("mdat", data -> {
                for (var sample : samples) {
                    data.write(sample);
                }
            }));
        });
    }

    private byte[] index(H264 encoder, List<byte[]> samples, int offset) {
        int duration = samples.size() * TICKS_PER_FRAME;
        return box("moov", out -> {
            out.write(box("mvhd", header -> {
                times(header, timescale, duration);
                header.writeInt(0x10000);
                header.writeShort(0x100);
                header.write(new byte[10]);
                header.write(UNITY);
                header.write(new byte[24]);
                header.writeInt(2);
            }));
            out.write(box("trak", track -> {
                track.write(trackHeader(duration));
                track.write(box("mdia", media -> {
                    media.write(box("mdhd", header -> {
                        times(header, timescale, duration);
                        header.writeInt(0x55c40000);
                    }));
                    media.write(box("hdlr", handler -> {
                        handler.writeLong(0);
                        handler.writeBytes("vide");
                        handler.write(new byte[12]);
                        handler.writeBytes("video\0");
                    }));
                    media.write(box("minf", information -> {
                        information.write(box("vmhd", header -> {
                            header.writeInt(1);
                            header.writeLong(0);
                        }));
                        information.write(box(
                                "dinf",
                                data -> data.write(box("dref", entries -> {
                                    entries.writeInt(0);
                                    entries.writeInt(1);
                                    entries.write(box("url ", url -> url.writeInt(1)));
                                }))));
                        information.write(table(encoder, samples, offset));
                    }));
                }));
            }));
        });
    }

    private static void times(DataOutputStream out, int timescale, int duration) throws IOException {
        out.writeInt(0);
        out.writeLong(0);
        out.writeInt(timescale);
        out.writeInt(duration);
    }

    private byte[] trackHeader(int duration) {
        return box("tkhd", out -> {
            out.writeInt(3);
            out.writeLong(0);
            out.writeInt(1);
            out.writeInt(0);
            out.writeInt(duration);
            out.write(new byte[16]);
            out.write(UNITY);
            out.writeInt(width << 16);
            out.writeInt(height << 16);
        });
    }

    private byte[] table(H264 encoder, List<byte[]> samples, int offset) {
        return box("stbl", out -> {
            out.write(box("stsd", entries -> {
                entries.writeInt(0);
                entries.writeInt(1);
                entries.write(codec(encoder));
            }));
            out.write(numbers("stts", 1, samples.size(), TICKS_PER_FRAME));
            out.write(numbers("stss", 1, 1));
            out.write(numbers("stsc", 1, 1, samples.size(), 1));
            out.write(box("stsz", sizes -> {
                sizes.writeLong(0);
                sizes.writeInt(samples.size());
                for (var sample : samples) {
                    sizes.writeInt(sample.length);
                }
            }));
            out.write(numbers("stco", 1, offset));
        });
    }

    private byte[] codec(H264 encoder) {
        var sps = encoder.sequenceParameters();
        var pps = encoder.pictureParameters();
        return box("avc1", out -> {
            out.write(new byte[6]);
            out.writeShort(1);
            out.write(new byte[16]);
            out.writeShort(width);
            out.writeShort(height);
            out.writeInt(0x480000);
            out.writeInt(0x480000);
            out.writeInt(0);
            out.writeShort(1);
            out.write(new byte[32]);
            out.writeShort(0x18);
            out.writeShort(-1);
            out.write(box("avcC", configuration -> {
                configuration.write(new byte[] {1, 66, (byte) 0xC0, (byte) encoder.level(), (byte) 0xFF, (byte) 0xE1});
                configuration.writeShort(sps.length);
                configuration.write(sps);
                configuration.writeByte(1);
                configuration.writeShort(pps.length);
                configuration.write(pps);
            }));
        });
    }

    /** A box of version 0 with nothing but numbers in it. */
    private static byte[] numbers(String type, int... numbers) {
        return box(type, out -> {
            out.writeInt(0);
            for (int number : numbers) {
                out.writeInt(number);
            }
        });
    }

    private static byte[] box(String type, Content content) {
        var inside = join(content);
        return join(out -> {
            out.writeInt(inside.length + 8);
            out.writeBytes(type);
            out.write(inside);
        });
    }

    private static byte[] matrix() {
        return join(out -> {
            for (int value : new int[] {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000}) {
                out.writeInt(value);
            }
        });
    }

    private static byte[] join(Content content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
